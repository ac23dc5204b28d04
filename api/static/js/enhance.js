// What a script adds to pages that work without one: GOV.UK behaviour, the slider of days, evidence opened by its address.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')
const { initAll } = await import('/static/vendored/govuk-frontend.min.js')
initAll()

const DAY = 86400000
// Days are counted as the server counts them (day 1 is 1 January of year 1).
const toIso = ordinal => new Date((Number(ordinal) - 719163) * DAY).toISOString().slice(0, 10)
const inWords = iso => new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

for (const slider of document.querySelectorAll('[data-kith="slider"]')) {
  const box = document.getElementById(slider.dataset.box)
  const say = () => {
    box.value = toIso(slider.value)
    slider.setAttribute('aria-valuetext', inWords(box.value))
  }
  slider.setAttribute('aria-valuetext', inWords(toIso(slider.value)))
  slider.closest('.kith-slider').hidden = false
  slider.addEventListener('input', say)
  // By keyboard each step is a change: wait until the person rests before the page is made again.
  let resting
  slider.addEventListener('change', () => {
    say()
    clearTimeout(resting)
    resting = setTimeout(() => slider.form.requestSubmit(), 600)
  })
}

for (const form of document.querySelectorAll('form[method="get"]')) {
  // An address that only says what is asked: empty boxes stay out of it.
  form.addEventListener('formdata', event => {
    for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name)
  })
}

for (const button of document.querySelectorAll('[data-kith="open-all"]')) {
  button.parentElement.hidden = false
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true'
    for (const one of document.querySelectorAll('main .kith-details[id]')) one.open = open
    button.setAttribute('aria-expanded', String(open))
    button.textContent = `${open ? 'Close' : 'Open'} all the evidence on this page`
  })
}

// A drawing wider than its frame begins with whom it is about: in a genogram a symbol, in an ecomap the middle.
for (const frame of document.querySelectorAll('.kith-genogram')) {
  const about = frame.querySelector(frame.matches('.kith-ecomap') ? 'svg' : 'a[href="#person-1"]')
  if (!about || frame.scrollWidth <= frame.clientWidth) continue
  const [symbol, window] = [about, frame].map(one => one.getBoundingClientRect())
  frame.scrollLeft += symbol.left + symbol.width / 2 - window.left - window.width / 2
}

export const openThing = id => {
  const thing = id && document.getElementById(id)
  if (!thing || thing.tagName !== 'DETAILS') return false
  // An entry may stand inside another.
  for (let up = thing; up; up = up.parentElement.closest('details')) up.open = true
  thing.querySelector('summary').focus()
  thing.scrollIntoView({ block: 'nearest' })
  return true
}
const openAddressed = () => openThing(decodeURIComponent(location.hash.slice(1)))
addEventListener('hashchange', openAddressed)
openAddressed()

// Draws the scene the server placed; pressing a symbol, a line or its words opens the entry in the lists, and the other way round.
import { openThing } from './enhance.js'

const holder = document.querySelector('[data-kith="network"]')
const frame = holder.parentElement
const scene = JSON.parse(holder.dataset.scene)
const [left, top, right, bottom] = scene.bounds
const READABLE = 0.8
// What a browser draws without running short of memory, in points of the picture.
const LARGEST = Math.min(3, Math.sqrt(4e7 / ((right - left) * (bottom - top))))
const drawing = new vis.Network(
  holder,
  { nodes: new vis.DataSet(scene.nodes), edges: new vis.DataSet(scene.edges) },
  scene.options
)
// The frame is what the keyboard scrolls, the lists are what it reads: the library's own stop between them does nothing.
holder.querySelector('.vis-network').tabIndex = -1

// The whole picture is always drawn; where it is larger than its frame, the frame scrolls.
let scale
const show = wanted => {
  scale = Math.min(Math.max(wanted, 0.2), LARGEST)
  const width = Math.max(Math.ceil((right - left) * scale), frame.clientWidth)
  const height = Math.ceil((bottom - top) * scale)
  holder.style.width = `${width}px`
  holder.style.height = `${height}px`
  drawing.setSize(`${width}px`, `${height}px`)
  // Moving draws again, so nothing else has to.
  drawing.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale })
}
const whole = () => frame.clientWidth / (right - left)
const lookAtMiddle = () => {
  const at = drawing.canvasToDOM(drawing.getPosition(scene.doubled[0] ?? scene.nodes[0].id))
  frame.scrollTo(at.x - frame.clientWidth / 2, at.y - frame.clientHeight / 2)
}

drawing.on('beforeDrawing', pen => {
  pen.save()
  pen.fillStyle = '#ffffff'
  pen.fillRect(left, top, right - left, bottom - top)
  pen.strokeStyle = '#0b0c0c'
  pen.fillStyle = '#f4f8fb'
  pen.lineWidth = 2
  pen.setLineDash([2, 5])
  for (const [from, above, to, below] of scene.areas) {
    pen.fillRect(from, above, to - from, below - above)
    pen.strokeRect(from, above, to - from, below - above)
  }
  pen.setLineDash([])
  pen.strokeStyle = scene.way.colour
  pen.lineWidth = scene.way.width
  for (const [start, ...points] of scene.way.lines) {
    pen.beginPath()
    pen.moveTo(...start)
    for (const point of points) pen.lineTo(...point)
    pen.stroke()
  }
  pen.restore()
})

const sizes = new Map(scene.nodes.map(node => [node.id, node.size]))
const shapes = new Map(scene.nodes.map(node => [node.id, node.shape]))
drawing.on('afterDrawing', pen => {
  pen.save()
  pen.strokeStyle = '#0b0c0c'
  pen.lineWidth = 2
  for (const id of scene.crossed) {
    const { x, y } = drawing.getPosition(id)
    const half = sizes.get(id) * (shapes.get(id) === 'dot' ? 0.7 : 1)
    pen.beginPath()
    pen.moveTo(x - half, y - half)
    pen.lineTo(x + half, y + half)
    pen.moveTo(x + half, y - half)
    pen.lineTo(x - half, y + half)
    pen.stroke()
  }
  for (const id of scene.doubled) outline(pen, drawing.getPosition(id), sizes.get(id) + 6, shapes.get(id))
  const chosen = new Set(drawing.getSelectedEdges())
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  for (const { id, lines, size, box: [x, y, width, height] } of scene.words) {
    pen.fillStyle = chosen.has(id) ? '#fff7bf' : '#ffffff'
    pen.fillRect(x, y, width, height)
    if (chosen.has(id)) pen.strokeRect(x, y, width, height)
    pen.fillStyle = '#0b0c0c'
    pen.font = `${size}px arial`
    lines.forEach((line, number) => pen.fillText(line, x + width / 2, y + (number + 0.5) * height / lines.length))
  }
  pen.restore()
})

function outline (pen, { x, y }, half, shape) {
  pen.beginPath()
  if (shape === 'dot') pen.arc(x, y, half, 0, 2 * Math.PI)
  else if (shape === 'square') pen.rect(x - half, y - half, 2 * half, 2 * half)
  else {
    pen.moveTo(x, y - half * 1.3)
    pen.lineTo(x + half * 1.25, y + half * 0.85)
    pen.lineTo(x - half * 1.25, y + half * 0.85)
    pen.closePath()
  }
  pen.stroke()
}

const wordsAt = ({ x, y }) => scene.words.find(
  ({ box: [from, above, width, height] }) => x >= from && x <= from + width && y >= above && y <= above + height
)?.id
const lines = new Set(scene.edges.map(edge => edge.id))
const choose = id => lines.has(id) ? drawing.selectEdges([id]) : drawing.selectNodes([id], false)
drawing.on('click', ({ nodes, edges, pointer }) => {
  const pressed = nodes[0] ?? wordsAt(pointer.canvas) ?? edges[0]
  if (pressed === undefined) return
  const [first, ...others] = scene.opens[pressed]
  for (const id of others) document.getElementById(id).open = true
  openThing(first)
  choose(pressed)
})
for (const [drawn, entries] of Object.entries(scene.opens)) {
  for (const id of entries) {
    const entry = document.getElementById(id)
    entry.addEventListener('toggle', () => { if (entry.open) choose(drawn) })
  }
}

const zoom = document.querySelector('.kith-zoom')
zoom.hidden = false
zoom.addEventListener('click', event => {
  const by = Number(event.target.dataset.zoom)
  if (Number.isNaN(by)) return
  show(by === 0 ? whole() : scale * by)
  lookAtMiddle()
})
show(Math.min(Math.max(whole(), READABLE), 1))
lookAtMiddle()
addEventListener('resize', () => show(scale))
holder.dataset.drawn = String(scene.edges.length)

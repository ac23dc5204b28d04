// Draws the scene the server placed; pressing a symbol or a line opens its entry in the lists, and the other way round.
import { openThing } from './enhance.js'

const holder = document.querySelector('[data-kith="network"]')
const scene = JSON.parse(holder.dataset.scene)
const drawing = new vis.Network(
  holder,
  { nodes: new vis.DataSet(scene.nodes), edges: new vis.DataSet(scene.edges) },
  scene.options
)
const things = new Map([...document.querySelectorAll('[data-thing]')].map(thing => [thing.dataset.thing, thing]))

drawing.on('beforeDrawing', pen => {
  pen.save()
  pen.strokeStyle = '#1d70b8'
  pen.fillStyle = '#f4f8fb'
  pen.lineWidth = 2
  pen.setLineDash([2, 5])
  for (const [left, top, right, bottom] of scene.areas) {
    pen.fillRect(left, top, right - left, bottom - top)
    pen.strokeRect(left, top, right - left, bottom - top)
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

drawing.on('click', ({ nodes, edges }) => {
  const thing = things.get(nodes[0] ?? edges[0])
  if (thing) openThing(thing.id)
})
const links = new Set(scene.edges.map(edge => edge.id))
for (const [id, thing] of things) {
  thing.addEventListener('toggle', () => {
    if (!thing.open) return
    if (links.has(id)) drawing.selectEdges([id])
    else drawing.selectNodes([id], false)
  })
}

const zoom = document.querySelector('.kith-zoom')
zoom.hidden = false
zoom.addEventListener('click', event => {
  const by = Number(event.target.dataset.zoom)
  if (Number.isNaN(by)) return
  if (by === 0) drawing.fit()
  else drawing.moveTo({ scale: drawing.getScale() * by })
})
addEventListener('beforeprint', () => drawing.fit())
drawing.once('afterDrawing', () => { holder.dataset.drawn = String(scene.edges.length) })
drawing.fit()

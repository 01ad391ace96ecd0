package report

import (
	"fmt"
	"math"
)

// picture is the graph of a few tenants: a box for each cloud, the border between
// clouds, and an arrow of two halves for each edge. Lengths are in pixels.
type picture struct {
	Width, Height int
	// Node is the width of the boxes of tenants.
	Node    int
	Regions []regionView
	Borders []borderView
	Nodes   []nodeView
	Arrows  []arrowView
}

type regionView struct {
	X, Y, Width, Height int
	Title               string
}

type borderView struct{ X, Top, Bottom int }

type nodeView struct {
	X, Y, Width, Height int
	Label, Title        string
}

// Middle is the horizontal middle of the box.
func (n nodeView) Middle() int { return n.X + n.Width/2 }

type arrowView struct {
	N      int
	Label  string
	Halves [2]arrowHalf
	Head   string
}

type arrowHalf struct {
	Class, Glyph, Side, Path string
	X, Y                     float64
}

const (
	narrowest, widest, nodeHeight = 132, 248, 40
	regionTop                     = 44
	margin, gap                   = 16, 168
)

type point struct{ x, y float64 }

// Wide pictures are scaled to the window, as far as their texts stay legible.
func (p *picture) Wide() bool { return p.Width > 960 }

// place is where a tenant is, and in which cloud from the left.
type place struct {
	point
	cloud int
}

// newPicture draws the tenants by their names as shown returns them, which masks ids: half
// an id in a name that is too long would look like none.
func newPicture(v *view, shown func(string) string) *picture {
	p := &picture{Node: narrowest}
	places := map[string]place{}
	tallest := 0
	for _, c := range v.Clouds {
		for _, t := range c.Tenants {
			p.Node = min(widest, max(p.Node, boxWidth(shown(t.Key))))
		}
	}
	for _, c := range v.Clouds {
		tallest = max(tallest, p.regionHeight(len(c.Tenants)))
	}
	if len(v.Clouds) > 2 {
		// Room for arrows that pass the clouds between their ends.
		tallest = max(tallest, p.regionHeight(2))
	}
	p.Height = tallest + 2*margin
	x := margin
	for i, c := range v.Clouds {
		if i > 0 {
			if v.Clouds[i-1].bordered(c) {
				p.Borders = append(p.Borders, borderView{x - gap/2, margin, p.Height - margin})
			}
		}
		region := p.region(c, x, tallest, shown)
		for j, t := range c.Tenants {
			places[t.Key] = place{region[j], i}
		}
		x += p.Regions[i].Width + gap
	}
	p.Width = max(x-gap+margin, 2*margin)
	for _, e := range v.Edges {
		p.Arrows = append(p.Arrows, p.arrow(e, places[e.Source], places[e.Target]))
	}
	return p
}

// bordered reports whether a border is between two neighboring clouds, which the
// two clouds of the US Government share.
func (c cloudView) bordered(next cloudView) bool {
	last := clouds[len(clouds)-1].title
	government := c.Title == clouds[1].title && next.Title == clouds[2].title
	return next.Title != last && !government
}

// radius is that of the circle of tenants, which grows with their boxes.
func (p *picture) radius(tenants int) float64 {
	switch tenants {
	case 1:
		return 0
	case 2:
		return 90
	}
	return max(130, float64(tenants)*36) + 0.6*float64(p.Node-narrowest)
}

func (p *picture) regionHeight(tenants int) int {
	return int(2*p.radius(tenants)) + nodeHeight + regionTop + 2*margin
}

// region draws a cloud with its tenants on a circle, and returns where they are.
func (p *picture) region(c cloudView, x, height int, shown func(string) string) []point {
	n := len(c.Tenants)
	r := p.radius(n)
	width := int(2*r) + p.Node + 2*margin
	if n == 2 {
		width = p.Node + 4*margin
	}
	width = max(width, boxWidth(c.Title)+margin)
	p.Regions = append(p.Regions, regionView{x, margin, width, height, c.Title})
	center := point{float64(x) + float64(width)/2, float64(margin+regionTop/2) + float64(height)/2}
	at := make([]point, n)
	for i, t := range c.Tenants {
		angle := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
		at[i] = point{center.x + r*math.Cos(angle), center.y + r*math.Sin(angle)}
		p.Nodes = append(p.Nodes, nodeView{
			int(at[i].x) - p.Node/2, int(at[i].y) - nodeHeight/2, p.Node, nodeHeight, shortened(shown(t.Key), p.Node), t.Key,
		})
	}
	return at
}

// boxWidth is about the width of a box with a label, in a bold font of 14 pixels. Letters
// such as Chinese ones are as wide as high.
func boxWidth(label string) int {
	width := 20
	for _, r := range label {
		if r < firstWide {
			width += 9
		} else {
			width += 15
		}
	}
	return width
}

// firstWide is the first letter of Hangul, before those of Chinese and Japanese.
const firstWide = 0x1100

// shortened drops the middle of a label that is too long: names of tenants often begin
// alike, and end alike.
func shortened(label string, width int) string {
	runes := []rune(label)
	for n := len(runes); boxWidth(label) > width; n-- {
		label = string(runes[:n/2]) + ellipsis + string(runes[len(runes)-(n-n/2)+1:])
	}
	return label
}

// arrow bends to one side, so that the edges of both directions stay apart, and more if
// it passes a cloud.
func (p *picture) arrow(e edgeView, source, target place) arrowView {
	from, to := source.point, target.point
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	bend := 0.08*length + 16
	if passed := max(source.cloud, target.cloud) - min(source.cloud, target.cloud) - 1; passed > 0 {
		bend = 0.08*length + 100
	}
	control := point{(from.x+to.x)/2 - dy/length*bend, (from.y+to.y)/2 + dx/length*bend}
	start, end := p.leave(from, control, 2), p.leave(to, control, 14)
	middle := mid(mid(start, control), mid(control, end))
	a := arrowView{N: e.N, Label: e.spoken()}
	for i, half := range [2][3]point{{start, mid(start, control), middle}, {middle, mid(control, end), end}} {
		badge := mid(mid(half[0], half[1]), mid(half[1], half[2]))
		a.Halves[i] = arrowHalf{
			e.Halves[i].Class, e.Halves[i].Glyph, e.Halves[i].Side,
			fmt.Sprintf("M%.1f %.1fQ%.1f %.1f %.1f %.1f", half[0].x, half[0].y, half[1].x, half[1].y, half[2].x, half[2].y),
			rounded(badge.x), rounded(badge.y),
		}
	}
	a.Head = head(end, p.leave(to, control, 1))
	return a
}

// head is the triangle at the end of an arrow.
func head(base, tip point) string {
	dx, dy := tip.x-base.x, tip.y-base.y
	length := math.Hypot(dx, dy)
	x, y := -dy/length*9, dx/length*9
	return fmt.Sprintf("%.1f,%.1f %.1f,%.1f %.1f,%.1f", tip.x, tip.y, base.x+x, base.y+y, base.x-x, base.y-y)
}

// leave is the point on the way from a box to another point, a distance after the
// edge of the box.
func (p *picture) leave(box, to point, distance float64) point {
	dx, dy := to.x-box.x, to.y-box.y
	length := math.Hypot(dx, dy)
	inside := min(float64(p.Node)/2/max(math.Abs(dx), 0.001), nodeHeight/2/max(math.Abs(dy), 0.001))
	t := inside + distance/length
	return point{box.x + dx*t, box.y + dy*t}
}

func mid(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2} }

func rounded(x float64) float64 { return math.Round(x*10) / 10 }

// spoken is the edge in words, for those who do not see it.
func (e edgeView) spoken() string {
	text := fmt.Sprintf("%s to %s: outbound %s, inbound %s", e.Source, e.Target, e.Halves[0].Title, e.Halves[1].Title)
	if n := len(e.Findings); n > 0 {
		text += ", " + plural(n, "finding")
	}
	if n := len(e.Users); n > 0 {
		text += ", " + plural(n, "user")
	}
	return text
}

package report

import (
	"fmt"
	"math"
)

// picture is the graph of a few tenants: a box for each cloud, the border between
// clouds, and an arrow of two halves for each edge. Lengths are in pixels.
type picture struct {
	Width, Height int
	Regions       []regionView
	Borders       []borderView
	Nodes         []nodeView
	Arrows        []arrowView
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
	nodeWidth, nodeHeight = 132, 40
	regionTop             = 44
	margin, gap           = 16, 168
	labelLength           = 16
)

type point struct{ x, y float64 }

func newPicture(v *view) *picture {
	p := &picture{}
	places := map[string]point{}
	tallest := 0
	for _, c := range v.Clouds {
		tallest = max(tallest, regionHeight(len(c.Tenants)))
	}
	p.Height = tallest + 2*margin
	x := margin
	for i, c := range v.Clouds {
		if i > 0 {
			if v.Clouds[i-1].bordered(c) {
				p.Borders = append(p.Borders, borderView{x - gap/2, margin, p.Height - margin})
			}
		}
		x += p.region(c, x, tallest, places) + gap
	}
	p.Width = max(x-gap+margin, 2*margin)
	for _, e := range v.Edges {
		p.Arrows = append(p.Arrows, arrow(e, places[e.Source], places[e.Target]))
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

func radius(tenants int) float64 {
	switch tenants {
	case 1:
		return 0
	case 2:
		return 90
	}
	return max(130, float64(tenants)*36)
}

func regionHeight(tenants int) int { return int(2*radius(tenants)) + nodeHeight + regionTop + 2*margin }

// region places the tenants of a cloud on a circle, and returns the width.
func (p *picture) region(c cloudView, x, height int, places map[string]point) int {
	n := len(c.Tenants)
	r := radius(n)
	width := int(2*r) + nodeWidth + 2*margin
	if n == 2 {
		width = nodeWidth + 4*margin
	}
	p.Regions = append(p.Regions, regionView{x, margin, width, height, c.Title})
	center := point{float64(x) + float64(width)/2, float64(margin+regionTop/2) + float64(height)/2}
	for i, t := range c.Tenants {
		angle := 2*math.Pi*float64(i)/float64(n) - math.Pi/2
		at := point{center.x + r*math.Cos(angle), center.y + r*math.Sin(angle)}
		places[t.Key] = at
		p.Nodes = append(p.Nodes, nodeView{
			int(at.x) - nodeWidth/2, int(at.y) - nodeHeight/2, nodeWidth, nodeHeight, shortened(t.Key), t.Key,
		})
	}
	return width
}

func shortened(label string) string {
	if runes := []rune(label); len(runes) > labelLength {
		return string(runes[:labelLength-1]) + ellipsis
	}
	return label
}

// arrow bends to one side, so that the edges of both directions stay apart.
func arrow(e edgeView, from, to point) arrowView {
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	bend := 0.08*length + 16
	control := point{(from.x+to.x)/2 - dy/length*bend, (from.y+to.y)/2 + dx/length*bend}
	start, end := leave(from, control, 2), leave(to, control, 14)
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
	a.Head = head(end, leave(to, control, 1))
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
func leave(box, to point, distance float64) point {
	dx, dy := to.x-box.x, to.y-box.y
	length := math.Hypot(dx, dy)
	inside := min(nodeWidth/2/max(math.Abs(dx), 0.001), nodeHeight/2/max(math.Abs(dy), 0.001))
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

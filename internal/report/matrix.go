package report

// matrix is the table of many tenants: a row for each source, a column for each
// target.
type matrix struct {
	Clouds []matrixCloud
	Heads  []matrixHead
	Rows   []matrixRow
}

type matrixCloud struct {
	Title   string
	Tenants int
}

// Large matrices need small letters on paper.
func (m *matrix) Large() bool { return len(m.Heads) > 20 }

// matrixHead is a tenant. First is set for the first one after a border.
type matrixHead struct {
	Label string
	First bool
}

type matrixRow struct {
	Head  matrixHead
	Cells []matrixCell
}

// matrixCell is an edge; without one, N is 0.
type matrixCell struct {
	N      int
	Label  string
	Halves [2]halfView
	First  bool
	Self   bool
}

func newMatrix(v *view) *matrix {
	m := &matrix{}
	for i, c := range v.Clouds {
		m.Clouds = append(m.Clouds, matrixCloud{c.Title, len(c.Tenants)})
		for j, t := range c.Tenants {
			m.Heads = append(m.Heads, matrixHead{t.Key, i > 0 && j == 0 && v.Clouds[i-1].bordered(c)})
		}
	}
	edges := map[[2]string]edgeView{}
	for _, e := range v.Edges {
		edges[[2]string{e.Source, e.Target}] = e
	}
	for _, row := range m.Heads {
		cells := make([]matrixCell, 0, len(m.Heads))
		for _, column := range m.Heads {
			cell := matrixCell{First: column.First, Self: row.Label == column.Label}
			if e, ok := edges[[2]string{row.Label, column.Label}]; ok {
				cell.N, cell.Label, cell.Halves = e.N, e.spoken(), e.Halves
			}
			cells = append(cells, cell)
		}
		m.Rows = append(m.Rows, matrixRow{row, cells})
	}
	return m
}

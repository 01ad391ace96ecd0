package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
)

// report is the result of a run. Figures are medians, and ratios the medians of the
// ratios to the measurement of the same turn.
type report struct {
	CPUs int    `json:"cpus"`
	OS   string `json:"os"`
	// Starts are the starts of the provider and of the one that does nothing.
	Starts []start `json:"starts"`
	Rows   []row   `json:"rows,omitempty"`
}

// row is one operation of one subject.
type row struct {
	Guests    int     `json:"guests"`
	Operation string  `json:"operation"`
	Subject   string  `json:"subject"`
	LatencyMS int64   `json:"latency_ms"`
	Runs      int     `json:"runs"`
	Seconds   float64 `json:"seconds"`
	usage
	traffic
	// ToFloor and ToData are ratios of the seconds, MemoryToFloor one of the peak
	// memory.
	ToFloor       float64 `json:"to_floor"`
	ToData        float64 `json:"to_terraform_data"`
	MemoryToFloor float64 `json:"memory_to_floor"`
}

func (b *bench) report(ctx context.Context) (report, error) {
	r := report{CPUs: runtime.NumCPU(), OS: runtime.GOOS}
	var err error
	if r.Starts, err = b.starts(ctx); err != nil {
		return r, err
	}
	taken := &samples{}
	for _, guests := range b.sizes {
		for number := range b.rounds {
			if err := b.round(ctx, number, guests, taken); err != nil {
				return r, err
			}
		}
	}
	r.Rows = taken.rows()
	return r, nil
}

// rows are the figures of each kind of measurement.
func (s *samples) rows() []row {
	var rows []row
	seconds := func(one sample) float64 { return one.seconds }
	peak := func(one sample) float64 { return one.PeakMB }
	for _, k := range s.keys {
		all := s.all[k]
		floor, data := s.all[key{k.guests, k.operation, nameFloor, 0}], s.all[key{k.guests, k.operation, nameData, 0}]
		last := all[len(all)-1]
		rows = append(rows, row{
			Guests: k.guests, Operation: k.operation, Subject: k.subject, LatencyMS: k.latency.Milliseconds(), Runs: len(all),
			Seconds: median(all, seconds), traffic: last.traffic,
			usage:   usage{PeakMB: median(all, peak), CPU: median(all, func(one sample) float64 { return one.CPU })},
			ToFloor: ratio(all, floor, seconds), ToData: ratio(all, data, seconds), MemoryToFloor: ratio(all, floor, peak),
		})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return order(a.Operation) - order(b.Operation) + 10*(a.Guests-b.Guests) })
	return rows
}

func order(operation string) int { return slices.Index([]string{create, refresh, destroy}, operation) }

func median[T any](all []T, of func(T) float64) float64 {
	figures := make([]float64, len(all))
	for i, one := range all {
		figures[i] = of(one)
	}
	slices.Sort(figures)
	if len(figures) == 0 {
		return 0
	}
	return (figures[(len(figures)-1)/2] + figures[len(figures)/2]) / 2
}

// ratio is the median of the ratios of measurements of the same turn; 0 where there is
// nothing to compare with.
func ratio(all, base []sample, of func(sample) float64) float64 {
	var ratios []float64
	for i := range min(len(all), len(base)) {
		if of(base[i]) > 0 {
			ratios = append(ratios, of(all[i])/of(base[i]))
		}
	}
	return median(ratios, func(r float64) float64 { return r })
}

// write prints the report as tables.
func (r report) write(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(t, format, args...) } // Flush returns the error
	line("start\tschema\tresident\tpeak\tbinary\tto do-nothing\t\n")
	for _, s := range r.Starts {
		line("%s\t%.0f ms\t%.0f MB\t%.0f MB\t%.0f MB\tx%.2f\t\n", s.Subject, 1000*s.Seconds, s.ResidentMB, s.PeakMB, s.BinaryMB, s.ToFloor)
	}
	if len(r.Rows) > 0 {
		line("\t\t\t\t\t\t\n")
		line("guests\toperation\tsubject\tlatency\tseconds\tto do-nothing\tto terraform_data\tpeak\tto do-nothing\tCPU\trequests\twrites\tsign-ins\t\n")
	}
	for _, o := range r.Rows {
		line("%d\t%s\t%s\t%d ms\t%.2f\t%s\t%s\t%.0f MB\t%s\t%.2f s\t%d\t%d\t%d\t\n",
			o.Guests, o.Operation, o.Subject, o.LatencyMS, o.Seconds, times(o.ToFloor), times(o.ToData), o.PeakMB, times(o.MemoryToFloor), o.CPU,
			o.Requests, o.Writes, o.SignIns)
	}
	return t.Flush()
}

// times is a ratio in a table.
func times(ratio float64) string {
	if ratio == 0 {
		return "-"
	}
	return fmt.Sprintf("x%.2f", ratio)
}

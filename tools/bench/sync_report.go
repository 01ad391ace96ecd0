package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// Graph's published write quota of an application in a tenant: a bucket of 3,000 that
// refills in 150 seconds (graph-identity §5).
const (
	quotaWrites    = 3000.0
	quotaPerSecond = quotaWrites / 150
)

// syncRow is one phase of a sync.
type syncRow struct {
	People  int    `json:"people"`
	Phase   string `json:"phase"`
	Subject string `json:"subject"`
	// Seconds are those of the clock for the provider, and those of the emulator's
	// clock for the script.
	Seconds float64 `json:"seconds"`
	// FloorSeconds is the time that the write quota of the target allows at least,
	// and QuotaUsed the part of it that was used from the first write to the last; 0
	// if the quota was no limit.
	FloorSeconds float64 `json:"floor_seconds"`
	QuotaUsed    float64 `json:"quota_used"`
	// Requests are all to Graph, with the parts of batches; Throttled are those that
	// were refused with 429.
	Requests  int `json:"requests"`
	Writes    int `json:"writes"`
	Throttled int `json:"throttled"`
	usage
	StateMB float64 `json:"state_mb"`
	harm
}

// meter follows the write quota of the target: what is left of it when a phase begins.
type meter struct {
	level float64
	last  time.Time
}

// read counts the requests of a phase.
func (m *meter) read(s *emulator.Server, row *syncRow) {
	entries, _ := s.Journal().Entries(wire.Filter{Service: wire.Graph})
	s.Journal().Clear()
	var written []time.Time
	for i := range entries {
		e := &entries[i]
		if strings.HasSuffix(e.Path, "/$batch") {
			continue
		}
		row.Requests++
		switch {
		case e.Status == http.StatusTooManyRequests:
			row.Throttled++
		case e.Writes() && e.Tenant == targetKey:
			written = append(written, e.Time)
		}
	}
	row.Writes = len(written)
	if len(written) > 0 {
		m.charge(written, row)
	}
}

func (m *meter) charge(written []time.Time, row *syncRow) {
	began, ended, n := written[0], written[len(written)-1], float64(len(written))
	held := quotaWrites
	if !m.last.IsZero() {
		held = min(quotaWrites, m.level+quotaPerSecond*began.Sub(m.last).Seconds())
	}
	row.FloorSeconds = max(0, n-held) / quotaPerSecond
	allowed := held + quotaPerSecond*ended.Sub(began).Seconds()
	if row.FloorSeconds > 0 {
		row.QuotaUsed = n / allowed
	}
	m.level, m.last = max(0, min(allowed-n, quotaWrites)), ended
}

// writeSyncs prints the rows as a table.
func writeSyncs(w io.Writer, rows []syncRow) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(t, format, args...) } // Flush returns the error
	line("users\tsubject\tphase\tseconds\tfloor\tof quota\trequests\twrites\t429s\tpeak\tCPU\tstate\ttwice mailed\tdoubled\tdeleted\twrong type\twrong address\tmissing\t\n")
	for _, r := range rows {
		line("%d\t%s\t%s\t%.1f\t%.1f\t%s\t%d\t%d\t%d\t%.0f MB\t%.1f s\t%.1f MB\t%d\t%d\t%d\t%d\t%d\t%d\t\n",
			r.People, r.Subject, r.Phase, r.Seconds, r.FloorSeconds, percent(r.QuotaUsed), r.Requests, r.Writes, r.Throttled, r.PeakMB, r.CPU, r.StateMB,
			r.MailedTwice, r.Doubled, r.Deleted, r.WrongType, r.WrongAddress, r.Missing)
	}
	return t.Flush()
}

// percent is a part in a table.
func percent(part float64) string {
	if part == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*part)
}

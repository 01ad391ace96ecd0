package tfkit

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// inquiryTimeout bounds what plan checks may cost a plan.
const inquiryTimeout = 30 * time.Second

// Notices remembers what was said, so that hundreds of resources with the same
// trouble say it once. The zero value is ready for use.
type Notices struct {
	said  sync.Map
	count atomic.Int64
}

// Count returns a number that no call before has returned.
func (n *Notices) Count() int64 { return n.count.Add(1) }

// First reports whether nobody has said it before.
func (n *Notices) First(what string) bool {
	_, said := n.said.LoadOrStore(what, true)
	return !said
}

// Report turns findings into diagnostics, each at the attribute that at names
// for its code.
func (d *Data) Report(findings []topology.Finding, at func(topology.Code) path.Path, diags *diag.Diagnostics) {
	for _, f := range d.Checks.Judge(findings) {
		summary, detail := string(f.Code)+": "+f.Summary, f.Detail
		if f.Remedy != "" {
			detail += "\n\n" + f.Remedy
		}
		if f.Severity == topology.Error {
			diags.AddAttributeError(at(f.Code), summary, detail)
			continue
		}
		diags.AddAttributeWarning(at(f.Code), summary, detail)
	}
}

// Inquiry gathers the facts of a check, all at once and for a limited time. A
// fact that cannot be read stays unknown, and is reported as not checked.
type Inquiry struct {
	data *Data
	wg   sync.WaitGroup

	mu        sync.Mutex
	unchecked []unchecked
}

type unchecked struct {
	codes  []topology.Code
	tenant *tenant.Tenant
	err    error
}

// NewInquiry begins an inquiry.
func (d *Data) NewInquiry() *Inquiry { return &Inquiry{data: d} }

// Ask reads a fact that the given checks need, unless all of them are off.
func (q *Inquiry) Ask(ctx context.Context, t *tenant.Tenant, codes []topology.Code, read func(context.Context) error) {
	if !slices.ContainsFunc(codes, func(c topology.Code) bool { return q.data.Checks.Of(c) != topology.Off }) {
		return
	}
	q.wg.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, inquiryTimeout)
		defer cancel()
		if err := read(ctx); err != nil {
			q.mu.Lock()
			defer q.mu.Unlock()
			q.unchecked = append(q.unchecked, unchecked{codes, t, err})
		}
	})
}

// Wait returns when every fact is read or given up, and says once per run and
// tenant what could not be checked.
func (q *Inquiry) Wait(at path.Path, diags *diag.Diagnostics) {
	q.wg.Wait()
	for _, u := range q.unchecked {
		names := make([]string, 0, len(u.codes))
		for _, c := range u.codes {
			names = append(names, string(c))
		}
		codes := strings.Join(names, ", ")
		if q.data.Notices.First(u.tenant.ID + codes) {
			diags.AddAttributeWarning(at, "Plan check could not look",
				codes+" could not be checked in tenant \""+u.tenant.Key+"\". "+Explain(u.tenant, u.err)+
					"\n\nThis is said once per run. To do without these checks, set them to \"off\" in plan_checks.")
		}
	}
}

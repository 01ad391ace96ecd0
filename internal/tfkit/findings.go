package tfkit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// LookTimeout bounds what looking at a silent tenant may cost a plan.
const LookTimeout = 30 * time.Second

// TenantFacts is a tenant as rules know it, without what has to be read.
func TenantFacts(t *tenant.Tenant) topology.Tenant {
	return topology.Tenant{Key: t.Key, ID: t.ID, Cloud: t.Cloud.Name}
}

// Report turns findings into diagnostics, each at the attribute that at names
// for its code. What many resources share is said once per run. Report returns
// the errors that it did not say, or not as errors: they stop what an apply does
// with the resource, which is planned once more then.
func (d *Data) Report(findings []topology.Finding, at func(topology.Code) path.Path, diags *diag.Diagnostics) []topology.Finding {
	var unsaid []topology.Finding
	for _, f := range d.Checks.Judge(findings) {
		if f.Undecided && f.Severity == topology.Warn && d.Checks.Of(f.Code) == topology.Error {
			later := f
			later.Severity = topology.Error
			unsaid = append(unsaid, later)
		}
		switch {
		case f.Shared == "":
			say(f, at(f.Code), diags)
		case d.Notices.First(string(f.Code) + " " + f.Shared):
			f.Remedy += "\n\nThis is said once per run."
			say(f, at(f.Code), diags)
		case f.Severity == topology.Error:
			unsaid = append(unsaid, f)
		}
	}
	return unsaid
}

// ReportUnsaid says what the plan of a resource left to others. It is for the
// apply, which plans once more what was unknown, and goes on with every resource
// that has no error of its own.
func (d *Data) ReportUnsaid(resource string, at func(topology.Code) path.Path, diags *diag.Diagnostics) {
	for _, f := range d.Notices.Unsaid(resource) {
		say(f, at(f.Code), diags)
	}
}

// say turns a finding into a diagnostic.
func say(f topology.Finding, at path.Path, diags *diag.Diagnostics) {
	summary, detail := string(f.Code)+": "+f.Summary, f.Detail
	if f.Shared != "" {
		// Terraform shows only the first of several warnings with one summary.
		summary += " (" + f.Shared + ")"
	}
	if f.Remedy != "" {
		detail += "\n\n" + f.Remedy
	}
	if f.Severity == topology.Error {
		diags.AddAttributeError(at, summary, detail)
		return
	}
	diags.AddAttributeWarning(at, summary, detail)
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

// Wants reports whether one of the checks is on.
func (q *Inquiry) Wants(codes ...topology.Code) bool {
	return slices.ContainsFunc(codes, func(c topology.Code) bool { return q.data.Checks.Of(c) != topology.Off })
}

// Ask reads a fact that the given checks need, unless all of them are off.
func (q *Inquiry) Ask(ctx context.Context, t *tenant.Tenant, codes []topology.Code, read func(context.Context) error) {
	if !q.Wants(codes...) {
		return
	}
	q.wg.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, LookTimeout)
		defer cancel()
		if err := read(ctx); err != nil {
			q.mu.Lock()
			defer q.mu.Unlock()
			q.unchecked = append(q.unchecked, unchecked{codes, t, err})
		}
	})
}

// Answered waits for what has been asked so far. More may be asked then.
func (q *Inquiry) Answered() { q.wg.Wait() }

// Wait returns when every fact is read or given up, and says what could not be
// checked: once per run for a tenant and a permission that is missing there.
func (q *Inquiry) Wait(at path.Path, diags *diag.Diagnostics) {
	q.wg.Wait()
	for _, u := range q.troubles() {
		if q.data.SignInRefused(u.tenant, u.err, diags) {
			continue
		}
		if codes := q.unsaid(u); len(codes) > 0 {
			diags.AddAttributeWarning(at, "Plan check could not look", u.explain(codes))
		}
	}
}

// unsaid lists the checks to name for a reason. A permission that is missing is
// told at once for every check that needs it in the tenant: what has been asked
// so far depends on who happens to be planned first.
func (q *Inquiry) unsaid(u unchecked) []topology.Code {
	isOff := func(c topology.Code) bool { return !q.Wants(c) }
	if missing := u.missing(); missing != "" {
		others := len(q.data.Tenants.All()) > 1
		if all := permission.Skipped(missing, others); len(all) > 0 {
			if !q.data.Notices.First(u.trouble()) {
				return nil
			}
			return slices.DeleteFunc(all, isOff)
		}
	}
	return q.data.Notices.New(u.trouble(), slices.DeleteFunc(u.codes, isOff))
}

// troubles brings together the facts that are missing for the same reason.
func (q *Inquiry) troubles() []unchecked {
	var merged []unchecked
	for _, u := range q.unchecked {
		i := slices.IndexFunc(merged, func(m unchecked) bool { return m.trouble() == u.trouble() })
		if i < 0 {
			merged = append(merged, unchecked{slices.Clone(u.codes), u.tenant, u.err})
			continue
		}
		merged[i].codes = append(merged[i].codes, u.codes...)
	}
	for i := range merged {
		slices.Sort(merged[i].codes)
		merged[i].codes = slices.Compact(merged[i].codes)
	}
	return merged
}

// trouble names the reason: the tenant and the permission that would do, or
// just the tenant where it is no matter of permissions.
func (u unchecked) trouble() string {
	if signInRefused(u.err) {
		return "sign-in " + u.tenant.ID
	}
	return strings.TrimSpace(u.tenant.ID + " " + u.missing())
}

// missing is the least permission that would do, empty where it is no matter of
// permissions.
func (u unchecked) missing() string {
	var call *service.Error
	if errors.As(u.err, &call) && errors.Is(u.err, service.ErrForbidden) && len(call.Permissions) > 0 {
		return call.Permissions[0]
	}
	return ""
}

func (u unchecked) explain(codes []topology.Code) string {
	names := make([]string, 0, len(codes))
	for _, c := range codes {
		names = append(names, string(c))
	}
	return fmt.Sprintf("%s could not be checked in tenant %q. %s\n\nThis is said once per run. To do without these checks, set them"+
		" to \"off\" in plan_checks.", strings.Join(names, ", "), u.tenant.Key, u.why())
}

// why says what the service answered. A refusal stands for all calls that take
// the same permission, whichever was made first.
func (u unchecked) why() string {
	if errors.Is(u.err, context.DeadlineExceeded) {
		return fmt.Sprintf("There was no answer%s within %s.", fromHost(u.err), LookTimeout)
	}
	var call *service.Error
	if missing := u.missing(); missing != "" && errors.As(u.err, &call) {
		refusal := *call
		refusal.Operation, refusal.Permissions = "the request", []string{missing}
		return Explain(u.tenant, &refusal)
	}
	return Explain(u.tenant, u.err)
}

// fromHost names what was silent, if that is known.
func fromHost(err error) string {
	var broken *transport.BrokenError
	if errors.As(err, &broken) {
		return " from " + broken.Host
	}
	return ""
}

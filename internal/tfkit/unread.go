package tfkit

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// ReportUnread waits for an inquiry and says what could not be checked: once per run
// for a tenant and a permission that is missing there.
func (d *Data) ReportUnread(i *inspect.Inquiry, at path.Path, diags *diag.Diagnostics) {
	for _, s := range skippedBy(i.Unread()) {
		if d.SignInRefused(s.Tenant, s.Err, diags) {
			continue
		}
		if codes := d.unsaid(s); len(codes) > 0 {
			diags.AddAttributeWarning(at, "Plan check skipped", s.explain(codes))
		}
	}
}

// skipped are the checks that lack facts for one reason.
type skipped struct {
	*inspect.Unread
	codes []rules.Code
}

// skippedBy brings together the facts that are missing for the same reason.
func skippedBy(unread []*inspect.Unread) []skipped {
	var merged []skipped
	for _, u := range unread {
		one := skipped{u, slices.Clone(u.Checks)}
		i := slices.IndexFunc(merged, func(s skipped) bool { return s.reason() == one.reason() })
		if i < 0 {
			merged = append(merged, one)
			continue
		}
		merged[i].codes = append(merged[i].codes, one.codes...)
	}
	for i := range merged {
		slices.Sort(merged[i].codes)
		merged[i].codes = slices.Compact(merged[i].codes)
	}
	return merged
}

// unsaid lists the checks to name for a reason. A permission that is missing is
// told at once for every check that needs it in the tenant: what has been asked
// so far depends on the resource that happens to be planned first.
func (d *Data) unsaid(s skipped) []rules.Code {
	isOff := func(c rules.Code) bool { return !d.Checks.On(c) }
	if missing := s.Permission(); missing != "" {
		others := len(d.Tenants.All()) > 1
		if all := permission.Skipped(missing, others); len(all) > 0 {
			if !d.Notices.First(s.reason()) {
				return nil
			}
			return slices.DeleteFunc(all, isOff)
		}
	}
	return d.Notices.New(s.reason(), slices.DeleteFunc(s.codes, isOff))
}

// reason names why: the tenant and the permission that would do, or just the tenant
// where it is no matter of permissions.
func (s skipped) reason() string {
	if signInRefused(s.Err) {
		return "sign-in " + s.Tenant.ID
	}
	return strings.TrimSpace(s.Tenant.ID + " " + s.Permission())
}

// explain says why the checks are skipped. A refusal stands for all calls that take
// the same permission, whichever was made first.
func (s skipped) explain(codes []rules.Code) string {
	names := make([]string, 0, len(codes))
	for _, c := range codes {
		names = append(names, string(c))
	}
	why := *s.Unread
	var call *service.Error
	if missing := s.Permission(); missing != "" && errors.As(s.Err, &call) {
		refusal := *call
		refusal.Operation, refusal.Permissions = "the request", []string{missing}
		why.Err = &refusal
	}
	return fmt.Sprintf("%s could not be checked in tenant %q. %s\n\nThis is said once per run. To do without these checks, set them"+
		" to \"off\" in plan_checks.", strings.Join(names, ", "), s.Tenant.Key, WhyUnread(s.Tenant, &why))
}

// WhyUnread is why something of a tenant could not be checked, in a plan and in a
// topology check alike. It says the same each time that the same thing is wrong: ids
// of requests and traces would change the data source in every plan.
func WhyUnread(t *tenant.Tenant, err error) string {
	var (
		unread     *inspect.Unread
		hidden     rules.Hidden
		call       *service.Error
		credential *tenant.CredentialError
	)
	if errors.As(err, &unread) {
		// It may be about the other tenant of an edge.
		t, err = unread.Tenant, unread.Err
	}
	switch {
	case errors.As(err, &hidden):
		return hidden.Error()
	case unread != nil && unread.Silent():
		return fmt.Sprintf("Tenant %q gave no answer within %s.", t.Key, unread.Waited)
	case errors.As(err, &credential):
		answer, _, _ := strings.Cut(credential.Answer, " Trace ID:")
		return strings.TrimSpace(fmt.Sprintf("The application could not sign in to tenant %q: %s. %s",
			t.Key, strings.TrimSuffix(answer, "."), credential.Advice))
	case errors.As(err, &call) && errors.Is(err, service.ErrForbidden) && len(call.Permissions) > 0 && !t.AzureCLI:
		return fmt.Sprintf("%s refused %s (%d %s). It needs the %s in tenant %q.",
			call.Service.Short, call.Operation, call.Status, call.Code, call.Needs(), t.Key)
	case errors.As(err, &call):
		anonymous := *call
		anonymous.RequestID = ""
		err = &anonymous
	}
	return strings.ReplaceAll(Explain(t, err), "\n\n", " ")
}

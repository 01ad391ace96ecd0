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

// ReportUnread waits for an inquiry and reports the skipped checks: once per run
// for each tenant and missing permission.
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

// skipped are the checks that were skipped for one reason.
type skipped struct {
	*inspect.Unread
	codes []rules.Code
}

// skippedBy groups the missing facts by their reason.
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

// unsaid lists the checks to name for a reason. A missing permission is reported at
// once for every check that needs it in the tenant: which facts have been read
// depends on the order of the plan.
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

// reason identifies the cause: the tenant and the missing permission, or only the
// tenant for other causes.
func (s skipped) reason() string {
	if signInRefused(s.Err) {
		return "sign-in " + s.Tenant.ID
	}
	return strings.TrimSpace(s.Tenant.ID + " " + s.Permission())
}

// explain describes why the checks are skipped. A refusal stands for all calls with
// the same permission, whichever was first.
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
	return fmt.Sprintf("%s could not be checked in tenant %q. %s\n\nThis is reported once per run. To disable these checks, set them"+
		" to \"off\" in plan_checks.", strings.Join(names, ", "), s.Tenant.Key, WhyUnread(s.Tenant, &why))
}

// WhyUnread is the reason why a fact of a tenant could not be read, for plans and
// topology checks. It is the same for the same cause: request ids would change the
// data source in every plan.
func WhyUnread(t *tenant.Tenant, err error) string {
	var (
		unread     *inspect.Unread
		hidden     rules.Hidden
		call       *service.Error
		credential *tenant.CredentialError
	)
	if errors.As(err, &unread) {
		// The fact may be one of the other tenant of an edge.
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

package edge

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// gap is something that could not be judged. The edge and the side are empty for
// what concerns a tenant as a whole.
type gap struct{ edge, side, tenant, what, why string }

// gaps lists what could not be judged and would have been reported.
func (s *survey) gaps() []gap {
	found := s.unknown
	for _, key := range s.keys() {
		d := s.dossiers[key]
		found = append(found, d.gap("undeclared cross-tenant access partners", d.partners.Why())...)
		found = append(found, d.gap("undeclared group synchronization", d.groupSyncs.Why())...)
		found = append(found, d.gap("undeclared synchronization jobs", d.jobsUnread())...)
	}
	return found
}

func (d *dossier) gap(what string, why error) []gap {
	if why == nil {
		return nil
	}
	return []gap{{tenant: d.tenant.Key, what: what, why: explain(d.tenant, why)}}
}

// jobsUnread says why there can be a job that no edge asks for; it is nil when all
// are known, and when they were not asked for.
func (d *dossier) jobsUnread() error {
	for _, s := range d.startedSyncs() {
		if why := s.TargetTenantID.Why(); why != nil {
			return why
		}
	}
	return d.syncs.Why()
}

// explain says the same each time that the same thing is wrong: ids of requests
// and traces would change the data source in every plan.
func explain(t *tenant.Tenant, err error) string {
	var (
		call       *graph.Error
		credential *tenant.CredentialError
		known      *unread
		hidden     topology.Hidden
	)
	switch {
	case errors.As(err, &known):
		return known.Error()
	case errors.As(err, &hidden):
		return hidden.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("Tenant %q gave no answer within %s.", t.Key, answerTimeout)
	case errors.As(err, &credential):
		answer, _, _ := strings.Cut(credential.Answer, " Trace ID:")
		return strings.TrimSpace(fmt.Sprintf("The application could not sign in to tenant %q: %s. %s",
			t.Key, strings.TrimSuffix(answer, "."), credential.Advice))
	case errors.As(err, &call) && errors.Is(err, graph.ErrForbidden) && len(call.Permissions) > 0:
		return fmt.Sprintf("Graph refused %s (%d %s). It needs the application permission %s in tenant %q.",
			call.Operation, call.Status, call.Code, strings.Join(call.Permissions, " or "), t.Key)
	case errors.As(err, &call):
		anonymous := *call
		anonymous.RequestID = ""
		err = &anonymous
	}
	return strings.ReplaceAll(tfkit.Explain(t, err), "\n\n", " ")
}

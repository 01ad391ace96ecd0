package edge

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// gap is something that could not be judged. The edge and the side are empty for
// what concerns a tenant as a whole.
type gap struct{ edge, side, tenant, what, why string }

// basis is what the verdict about a setting rests on.
type basis struct {
	codes []topology.Code
	// own are questions to the tenant that has the setting, other to the other
	// tenant of the edge.
	own, other []question
	// hidden says why the setting stays unknown though every question was
	// answered by the tenant that has the setting.
	hidden func(own *dossier) string
}

const (
	secretsMasked    = "Graph masks secrets of a synchronization configuration, so it is not known which tenant the configuration is for, or how it is set up. Look under cross-tenant synchronization in the Entra admin center."
	crossCloudHidden = "Graph does not show whether the tenant admits synchronization from the other cloud. Look under Microsoft cloud settings in the Entra admin center."
	chinaUnclear     = "Microsoft's documentation contradicts itself about synchronization between two tenants in China: one page lists it, others list the public and the US Government clouds only. Ask Microsoft, or invite the people."
	listsHidden      = "Graph does not show the allowed and blocked domains of the collaboration restrictions in this cloud."
	answerOpen       = "What Graph answers leaves it open."
)

var (
	fromEither = []question{partners, defaultAccess}
	fromEntry  = []question{partners}
	fromSync   = basis{codes: []topology.Code{topology.SyncMissing}, own: []question{synchronizations}, hidden: (*dossier).secretsHidden}
)

var bases = map[string]basis{
	topology.SettingCloudEndpoints:        {codes: []topology.Code{topology.CloudsNotEnabled}, own: []question{cloudEndpoints}},
	topology.SettingPartner:               {codes: []topology.Code{topology.PartnerMissing}, own: fromEntry},
	topology.SettingCollaborationInbound:  {codes: []topology.Code{topology.CollaborationBlocked}, own: fromEither},
	topology.SettingCollaborationOutbound: {codes: []topology.Code{topology.CollaborationBlocked}, own: fromEither},
	topology.SettingConnectInbound:        {codes: []topology.Code{topology.ConnectBlocked}, own: fromEither},
	topology.SettingConnectOutbound:       {codes: []topology.Code{topology.ConnectBlocked}, own: fromEither},
	topology.SettingTrustMFA:              {codes: []topology.Code{topology.TrustMissing}, own: fromEither},
	topology.SettingTrustCompliantDevice:  {codes: []topology.Code{topology.TrustMissing}, own: fromEither},
	topology.SettingTrustHybridDevice:     {codes: []topology.Code{topology.TrustMissing}, own: fromEither},
	topology.SettingConsentInbound:        {codes: []topology.Code{topology.ConsentMissing}, own: fromEntry},
	topology.SettingConsentOutbound:       {codes: []topology.Code{topology.ConsentMissing}, own: fromEntry},
	topology.SettingUserSync:              {codes: []topology.Code{topology.SyncMissing}, own: fromEntry},
	topology.SettingAllowInvitesFrom:      {codes: []topology.Code{topology.InvitationsRefused}, own: []question{invitesFrom}},
	topology.SettingDomainLists: {
		codes: []topology.Code{topology.InvitationsRefused}, own: []question{domainLists}, other: []question{verifiedDomains},
	},
	topology.SettingConditionalAccess: {
		codes: []topology.Code{topology.PolicyKeepsOut, topology.PolicyHinders}, own: []question{conditionalAccess},
	},
	topology.SettingSyncConfiguration:  fromSync,
	topology.SettingSyncTarget:         fromSync,
	topology.SettingSyncJob:            fromSync,
	topology.SettingSyncAuthentication: fromSync,
	topology.SettingSyncJobScope:       fromSync,
	topology.SettingSyncJobState:       fromSync,
	topology.SettingSyncJobStatus:      fromSync,
	topology.SettingSyncThreshold: {
		codes: []topology.Code{topology.SyncUnguarded}, own: []question{synchronizations}, hidden: (*dossier).secretsHidden,
	},
	topology.SettingEntraP1:        {codes: []topology.Code{topology.LicenceMissing}, own: []question{licence}},
	topology.SettingChinaSync:      {codes: []topology.Code{topology.SyncMissing}, hidden: always(chinaUnclear)},
	topology.SettingCrossCloudSync: {codes: []topology.Code{topology.SyncMissing}, hidden: always(crossCloudHidden)},
}

// onePolicy is the basis of a Conditional Access policy, which is unknown by its
// name: whether it can be satisfied is a matter of trust.
var onePolicy = basis{codes: []topology.Code{topology.PolicyKeepsOut, topology.PolicyHinders}, own: fromEither}

// gaps lists what could not be judged and would have been reported.
func (s *survey) gaps() []gap {
	var found []gap
	for _, e := range s.edges {
		for _, u := range topology.UncheckedEdge(s.facts(e)) {
			b, ok := bases[u.Setting]
			if !ok {
				b = onePolicy
			}
			if !s.on(b.codes...) {
				continue
			}
			own, other := s.dossiers[e.source.Key], s.dossiers[e.target.Key]
			if u.Side == topology.TargetSide {
				own, other = other, own
			}
			found = append(found, gap{u.Edge, string(u.Side), u.Tenant, u.Setting, b.why(own, other)})
		}
	}
	for _, key := range s.keys() {
		d := s.dossiers[key]
		if why := d.why(partners); why != "" {
			found = append(found, gap{tenant: key, what: "undeclared cross-tenant access partners", why: why})
		}
		if why := d.why(groupSync); why != "" {
			found = append(found, gap{tenant: key, what: "undeclared group synchronization", why: why})
		}
		if why := d.undeclaredJobsOpen(); why != "" {
			found = append(found, gap{tenant: key, what: "undeclared synchronization jobs", why: why})
		}
	}
	return found
}

// why names the first reason that a setting of the tenant own is not known.
func (b basis) why(own, other *dossier) string {
	for _, q := range b.own {
		if why := own.why(q); why != "" {
			return why
		}
	}
	for _, q := range b.other {
		if why := other.why(q); why != "" {
			return why
		}
	}
	if b.hidden != nil {
		return b.hidden(own)
	}
	return answerOpen
}

func always(reason string) func(*dossier) string {
	return func(*dossier) string { return reason }
}

// secretsHidden says why secrets are unknown.
func (d *dossier) secretsHidden() string {
	all, _ := d.syncs.Get()
	for _, s := range all {
		if s.SecretsRefused != nil {
			return explain(d.tenant, s.SecretsRefused)
		}
	}
	return secretsMasked
}

func (d *dossier) why(q question) string {
	err := d.refused[q]
	if err == nil {
		return ""
	}
	return explain(d.tenant, err)
}

// undeclaredJobsOpen says why there can be a job that no edge asks for; it is empty
// when all are known, and when nobody has asked.
func (d *dossier) undeclaredJobsOpen() string {
	hidden := slices.ContainsFunc(d.startedSyncs(), func(s topology.Synchronization) bool {
		_, known := s.TargetTenantID.Get()
		return !known
	})
	if hidden {
		return d.secretsHidden()
	}
	return d.why(synchronizations)
}

// explain says the same each time that the same thing is wrong: ids of requests
// and traces would change the data source in every plan.
func explain(t *tenant.Tenant, err error) string {
	var (
		call       *service.Error
		credential *tenant.CredentialError
	)
	switch {
	case errors.Is(err, errNoDomainLists):
		return listsHidden
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("Tenant %q gave no answer within %s.", t.Key, answerTimeout)
	case errors.As(err, &credential):
		answer, _, _ := strings.Cut(credential.Answer, " Trace ID:")
		return strings.TrimSpace(fmt.Sprintf("The application could not sign in to tenant %q: %s. %s",
			t.Key, strings.TrimSuffix(answer, "."), credential.Advice))
	case errors.As(err, &call) && errors.Is(err, service.ErrForbidden) && len(call.Permissions) > 0:
		return fmt.Sprintf("%s refused %s (%d %s). It needs the %s in tenant %q.",
			call.Service.Short, call.Operation, call.Status, call.Code, call.Needs(), t.Key)
	case errors.As(err, &call):
		anonymous := *call
		anonymous.RequestID = ""
		err = &anonymous
	}
	return strings.ReplaceAll(tfkit.Explain(t, err), "\n\n", " ")
}

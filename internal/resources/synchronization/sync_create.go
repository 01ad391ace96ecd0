package synchronization

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// syncPermissions allow every call about synchronizations, least privileged first.
var syncPermissions = []string{"Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.ReadWrite.All"}

// mayWrite refuses a creation by an application that cannot finish it. The service
// answers early calls about a new service principal like calls without the permission,
// so that the refusal would be waited for.
func mayWrite(ctx context.Context, t *tenant.Tenant) error {
	for _, p := range syncPermissions {
		if holds, told := t.Holds(ctx, p); holds || !told {
			return nil
		}
	}
	return fmt.Errorf("the application has no permission for synchronizations in tenant %q (%s): grant the application permission %s, with an"+
		" administrator's consent. Nothing was created", t.Key, t.ID, syncPermissions[0])
}

// begin creates the application, continues that of an interrupted apply, or adopts an
// existing one. With an error, the model has the id of an application that was created.
func (r *crossTenantSync) begin(ctx context.Context, t, target *tenant.Tenant, m *syncModel) (beginning, error) {
	all, err := t.Graph.ReadSyncConfigurations(ctx)
	if err != nil {
		return adopted, err
	}
	found, from, err := choose(ctx, t, target, m, all)
	if err == nil {
		err = mayWrite(ctx, t)
	}
	switch {
	case err != nil:
		return adopted, err
	case found == nil:
		return made, r.instantiate(ctx, t, m, all)
	case !r.Notices.First("synchronization " + found.PrincipalID):
		return adopted, fmt.Errorf("service principal %s (%s) is taken by another resource of this apply. Apply again", found.PrincipalID, found.DisplayName)
	}
	a, err := t.Graph.AwaitSyncApplication(ctx, found.PrincipalID)
	if err != nil {
		return from, err
	}
	registration, _, err := t.Graph.Registration(ctx, a.AppID)
	if err != nil {
		return from, err
	}
	name := m.DisplayName
	m.takeApplication(a)
	m.ApplicationObjectID = types.StringValue(registration.ID)
	if !name.IsUnknown() && name.ValueString() != a.DisplayName {
		m.DisplayName = name
		return from, t.Graph.RenameSyncApplication(ctx, registration.ID, a.PrincipalID, name.ValueString())
	}
	return from, nil
}

func (r *crossTenantSync) instantiate(ctx context.Context, t *tenant.Tenant, m *syncModel, before []graph.SyncConfiguration) error {
	a, registrationID, err := t.Graph.CreateSyncApplication(ctx, m.DisplayName.ValueString(), before)
	if a.PrincipalID == "" {
		return err
	}
	r.Notices.First("synchronization " + a.PrincipalID)
	name := m.DisplayName
	m.takeApplication(a)
	m.DisplayName, m.ApplicationObjectID = name, types.StringValue(registrationID)
	return err
}

// choiceError means that the configuration has to say which application is meant.
type choiceError struct{ summary, text string }

func (e *choiceError) Error() string { return e.text }

// choose finds the configuration to continue or to adopt; nil means a new one.
func choose(ctx context.Context, t, target *tenant.Tenant, m *syncModel, all []graph.SyncConfiguration) (*graph.SyncConfiguration, beginning, error) {
	aimed, blank := candidates(all, target.ID, m.DisplayName.ValueString())
	adopt := m.OnExisting.ValueString() == existingAdopt
	for _, c := range slices.Concat(aimed, blank) {
		left, err := leftBehind(ctx, t, c, m.DisplayName.ValueString())
		if err != nil || left && !adopt {
			return &c, continued, err
		}
	}
	switch {
	case adopt && len(aimed) == 1:
		return &aimed[0], adopted, nil
	case adopt && len(aimed) == 0 && len(blank) == 1:
		return &blank[0], adopted, nil
	case adopt && len(aimed)+len(blank) > 1:
		return nil, adopted, &choiceError{"Several synchronization configurations", fmt.Sprintf(
			"tenant %q has several configurations: %s. Import the one to manage", t.Key, namesOf(t, slices.Concat(aimed, blank)))}
	case len(aimed) > 0 && m.OnExisting.ValueString() != existingCreate:
		return nil, adopted, &choiceError{"Existing synchronization configuration", fmt.Sprintf(
			"tenant %q has a configuration for tenant %q: %s. Import it:\n\nimport {\n  to = multitenant_cross_tenant_sync.<name>\n  id = %q\n}\n\nOr set"+
				" on_existing = \"adopt\" to take it, or \"create\" to add another one", t.Key, target.Key, namesOf(t, aimed), t.Key+"/"+aimed[0].PrincipalID)}
	case !sameCloud(t, target):
		return nil, adopted, &choiceError{"Manual steps are needed", manualStep(t, target)}
	}
	return nil, made, nil
}

// candidates are the configurations for a target, and those with a name that have no
// target yet.
func candidates(all []graph.SyncConfiguration, targetID, name string) (aimed, blank []graph.SyncConfiguration) {
	for _, c := range all {
		id, _ := c.Target.Get()
		switch {
		case strings.EqualFold(id, targetID):
			aimed = append(aimed, c)
		case c.Blank() && c.DisplayName == name:
			blank = append(blank, c)
		}
	}
	return aimed, blank
}

// leftBehind reports whether a configuration is that of an interrupted apply: new, of
// the same name, and without a cycle.
func leftBehind(ctx context.Context, t *tenant.Tenant, c graph.SyncConfiguration, name string) (bool, error) {
	if c.DisplayName != name || c.Ran() {
		return false, nil
	}
	r, there, err := t.Graph.Registration(ctx, c.AppID)
	now, known := t.Graph.ServiceTime()
	return there && known && now.Sub(r.Created) < interruption, err
}

// namesOf lists configurations with their import ids.
func namesOf(t *tenant.Tenant, all []graph.SyncConfiguration) string {
	var names []string
	for _, c := range all {
		names = append(names, fmt.Sprintf("%q (import id %s/%s)", c.DisplayName, t.Key, c.PrincipalID))
	}
	return strings.Join(names, ", ")
}

func sameCloud(a, b *tenant.Tenant) bool { return rules.SameCloud(a.Cloud.Name, b.Cloud.Name) }

// manualStep is the part of a synchronization between clouds for which Graph has no
// call (graph-cross-tenant §4.9).
func manualStep(t, target *tenant.Tenant) string {
	return fmt.Sprintf("Graph cannot create a configuration for a tenant of another cloud. Manual steps: in the Entra admin center of tenant %q, check the"+
		" cross-tenant synchronization of cloud %s in the Microsoft cloud settings; in that of tenant %q, create a configuration with the option for"+
		" cross-cloud synchronization. Then import it, or set on_existing = \"adopt\"", target.Key, t.Cloud.Name, t.Key)
}

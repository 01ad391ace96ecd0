package entitlement

import (
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Organization is a connected organization.
type Organization struct {
	ID          string    `json:"id"`
	DisplayName string    `json:"displayName"`
	Description string    `json:"description,omitempty"`
	State       string    `json:"state"`
	Created     time.Time `json:"createdDateTime"`
	Modified    time.Time `json:"modifiedDateTime"`
	Sources     []Source  `json:"identitySources"`
	External    []string  `json:"externalSponsors,omitempty"`
	Internal    []string  `json:"internalSponsors,omitempty"`
}

var organizationClass = schema.NewClass("ConnectedOrganization", "connectedOrganization",
	schema.ReadText("id", func(o *Organization) *string { return &o.ID }),
	schema.Text("displayName", 0, func(o *Organization) *string { return &o.DisplayName }).Required().Filter("eq", ""),
	schema.Text("description", 0, func(o *Organization) *string { return &o.Description }),
	schema.Moment("createdDateTime", func(o *Organization) *time.Time { return &o.Created }),
	schema.Moment("modifiedDateTime", func(o *Organization) *time.Time { return &o.Modified }),
	schema.Writes(schema.Read("state", func(o *Organization) any { return o.State }), setState),
	schema.Writes(schema.Read("identitySources", func(o *Organization) any { return bodies(o.Sources) }), setSources),
)

func setState(o *Organization, value any) error {
	state, _ := value.(string)
	if !slices.Contains(schema.EnumOf("connectedOrganizationState"), state) {
		return &schema.ValueError{Property: "state"}
	}
	o.State = state
	return nil
}

// Organizations are the connected organizations of a tenant.
var Organizations = &kernel.Set[Organization]{
	Declaration: kernel.Declaration{
		Name: "connected_organizations", Class: organizationClass, Steady: true,
		Served: kernel.Served{
			Path: path, Read: read, Remove: write, Source: "graph-cross-tenant §6", Options: []string{"$select", "$filter", "$top"}, Uncounted: true,
		},
		References: []kernel.Reference{
			sponsors("externalSponsors", func(o *Organization) *[]string { return &o.External }),
			sponsors("internalSponsors", func(o *Organization) *[]string { return &o.Internal }),
		},
	},
	ID:     func(o *Organization) *string { return &o.ID },
	Writes: &kernel.Writes[Organization]{Required: []string{"displayName"}, Settle: settle},
	Seeds: &kernel.Seeds[Organization]{
		Check: func(n *kernel.Node, o *Organization) error {
			if o.DisplayName == "" {
				return n.Fail("a connected organization needs a displayName")
			}
			return nil
		},
		Complete: func(d *kernel.Directory, o *Organization, at kernel.Moment) {
			o.complete(at.Now)
			for i := range o.Sources {
				o.Sources[i] = o.Sources[i].resolved(d, at)
			}
		},
	},
}

// sponsors are users and groups of the tenant. The portal offers all of them, although
// internal sponsors are meant to be members and external ones guests of the organization
// (entitlement-management-organization).
func sponsors(name string, of func(*Organization) *[]string) kernel.Reference {
	return kernel.Many(kernel.Reference{Name: name, Targets: []string{"users", "groups"}, Read: read, Write: write, Expands: true}, of)
}

// complete adds what the service sets: a new organization is configured unless the
// request says otherwise.
func (o *Organization) complete(now time.Time) {
	if o.State == "" {
		o.State = "configured"
	}
	if o.Created.IsZero() {
		o.Created = now
	}
	o.Modified = now
}

// settle resolves the identity sources. The refusals of sources are assumed, as is that
// the license is needed.
func settle(d *kernel.Directory, before, next *Organization, _ kernel.Actor, at kernel.Moment) error {
	switch {
	case before != nil:
	case at.Settings.ExternalTenantsAreLimited && d.External():
		return refusal.New(403, refusal.CodeDenied, "Entitlement management is not available in this tenant.")
	case at.Settings.EntitlementNeedsLicense && d.WithoutGovernance:
		return refusal.New(403, refusal.CodeDenied, "The tenant does not have the license that entitlement management needs.")
	case len(next.Sources) != 1:
		return refusal.BadRequest("A new connected organization has one identity source.")
	}
	next.complete(at.Now)
	next.Sources = slices.Clone(next.Sources)
	for i, s := range next.Sources {
		if before != nil && slices.ContainsFunc(before.Sources, s.same) {
			continue
		}
		if s.Tenant() && !at.Settings.ConnectedTenantsAreAccepted {
			return refusal.BadRequest("The identity source of type '%s' cannot be created. Provide a domain.", s.Type)
		}
		next.Sources[i] = s.resolved(d, at)
		if err := next.Sources[i].refuse(d); err != nil {
			return err
		}
	}
	return nil
}

// create answers without the identity sources, as the documentation shows it: the
// service resolves them.
func create(c *operation.Call) (operation.Answer, error) {
	draft, err := draftOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	made, err := Organizations.Create(c.World, c.Tenant, draft, c.Actor)
	if err != nil {
		return operation.Answer{}, err
	}
	shown := Organizations.Clone(made)
	if !c.World.Settings().CreatedOrganizationShowsSources {
		shown.Sources = nil
	}
	answer, err := show(c, shown)
	answer.Status = 201
	return answer, err
}

// change answers 202 with the organization, unless a setting selects 204.
func change(c *operation.Call) (operation.Answer, error) {
	draft, err := draftOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	if err := Organizations.Update(c.World, c.Tenant, c.Params["id"], draft, c.Actor); err != nil || c.World.Settings().ConnectedOrganizationChangeIsEmpty {
		return operation.Done(err)
	}
	var changed *Organization
	err = c.World.Truth().Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) (err error) {
		changed, err = Organizations.Lookup(d, c.Params["id"], at)
		return err
	})
	if err != nil {
		return operation.Answer{}, err
	}
	answer, err := show(c, changed)
	answer.Status = 202
	return answer, err
}

func draftOf(c *operation.Call) (kernel.Draft, error) {
	body, err := c.Object()
	return kernel.Draft{Properties: operation.WithoutControl(body), In: c.Edition()}, err
}

func show(c *operation.Call, o *Organization) (operation.Answer, error) {
	whole, err := c.ViewOf(Organizations).Select(nil)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(path[1:]+"/$entity", whole.Render(o)), nil
}

package crosstenant

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// capabilityEditions are those of the documentation: its v1.0 pages tick the
// worldwide cloud, its beta pages all clouds (m365-capabilities §3). They are not
// those of the rows, because elsewhere the path is unknown to every method.
const capabilityEditions = schema.V1Worldwide | schema.Beta

// capabilityOptions are the query options of the list. $skip is not modeled.
var capabilityOptions = []operation.Option{operation.OptSelect, operation.OptFilter, operation.OptTop, operation.OptCount, operation.OptSkipToken}

// capabilityRows are the operations on the capabilities of partners and of the
// default.
func capabilityRows() []operation.Row {
	var rows []operation.Row
	for _, path := range []string{partnersPath + "/{id}/" + capabilitySegment, accessPath + "/default/" + capabilitySegment} {
		row := func(method, path string, permissions []string, run func(*operation.Call) (operation.Answer, error)) {
			rows = append(rows, operation.Row{
				Method: method, Path: path, Permissions: permissions, Source: "m365-capabilities §3", Run: offered(run),
			})
		}
		row(operation.Get, path, readCapabilities, listCapabilities)
		row(operation.Post, path, writeCapabilities, createCapability)
		row(operation.Get, path+"/{name}", readCapabilities, getCapability)
		row(operation.Patch, path+"/{name}", writeCapabilities, changeCapability)
		row(operation.Delete, path+"/{name}", writeCapabilities, deleteCapability)
	}
	return rows
}

// That the permission to write covers reading is assumed, as it does elsewhere in
// the policy.
var (
	readCapabilities  = []string{"Policy.Read.All", "Policy.ReadWrite.CrossTenantCapability"}
	writeCapabilities = readCapabilities[1:]
)

// offered answers for an edition or a tenant without the capabilities as for an
// unknown path.
func offered(run func(*operation.Call) (operation.Answer, error)) func(*operation.Call) (operation.Answer, error) {
	return func(c *operation.Call) (operation.Answer, error) {
		has := false
		err := c.World.Read(c.Tenant, func(d *kernel.Directory, _ kernel.Moment) error {
			has = *Offered.In(d)
			return nil
		})
		s := c.World.Settings()
		switch {
		case err != nil:
			return operation.Answer{}, err
		case has && capabilityEditions.Include(c.Edition()) && (c.Beta() || !s.CapabilitiesInBetaOnly):
			return run(c)
		case s.MissingCapabilitiesAreNotFound:
			return operation.Answer{}, refusal.New(404, refusal.CodeNotFound, "Resource not found for the segment '%s'.", capabilitySegment)
		}
		return operation.Answer{}, operation.UnknownSegment(capabilitySegment)
	}
}

// holderOf is the holder of the path, whose partner must exist.
func holderOf(c *operation.Call) (string, error) {
	id, ofPartner := c.Params["id"]
	if !ofPartner {
		return defaultHolder, nil
	}
	p, err := Partners.Get(c.World, c.Tenant, id)
	if err != nil {
		return "", err
	}
	return p.TenantID, nil
}

// keyOf is the key of the path.
func keyOf(c *operation.Call) (string, error) {
	holder, err := holderOf(c)
	if err != nil {
		return "", err
	}
	name := c.Params["name"]
	if _, spelled, known := capabilityKind(name, c.World.Settings()); known {
		name = spelled
	}
	return capabilityKey(holder, name), nil
}

// capabilityPath is the path of the list, as a request spells it.
func capabilityPath(c *operation.Call) string {
	if id, ofPartner := c.Params["id"]; ofPartner {
		return partnersPath + "/" + id + "/" + capabilitySegment
	}
	return accessPath + "/default/" + capabilitySegment
}

// capabilityContext is the name of the collection in @odata.context.
func capabilityContext(c *operation.Call) string {
	if id, ofPartner := c.Params["id"]; ofPartner {
		return partnersPath[1:] + "('" + strings.ToLower(id) + "')/" + capabilitySegment
	}
	return accessPath[1:] + "/default/" + capabilitySegment
}

// view is the class under the options of a request; the rules for directory objects
// do not apply.
func viewCapabilities(c *operation.Call) operation.View {
	view := c.View(capabilityClass)
	view.Plain = true
	return view
}

// rendered shows a capability with its type, which tells the elements of the list
// apart.
func rendered(chosen operation.Selection, v *Capability) map[string]any {
	body := chosen.Render(v)
	body["@odata.type"] = capabilityType + v.name()
	return body
}

func listCapabilities(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(capabilityOptions...)
	if err != nil {
		return operation.Answer{}, err
	}
	chosen, err := viewCapabilities(c).Select(q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := c.Listing(viewCapabilities(c), q)
	if err != nil {
		return operation.Answer{}, err
	}
	holder, err := holderOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	var page kernel.Page[*Capability]
	err = c.World.Read(c.Tenant, func(d *kernel.Directory, at kernel.Moment) (err error) {
		page, err = Capabilities.Page(d, l, at, func(v *Capability) bool { return v.holder() == holder })
		return err
	})
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Page(capabilityPath(c), chosen.Fragment(capabilityContext(c)), kernel.Any(page), l.Count, func(v any) (map[string]any, error) {
		return rendered(chosen, schema.Of[Capability](v)), nil
	})
}

func getCapability(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect)
	if err != nil {
		return operation.Answer{}, err
	}
	chosen, err := viewCapabilities(c).Select(q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	key, err := keyOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	v, err := Capabilities.Get(c.World, c.Tenant, key)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(chosen.Fragment(capabilityContext(c))+"/$entity", rendered(chosen, v)), nil
}

// draftOf decodes a body, whose type names the capability.
func draftOf(c *operation.Call) (name string, draft kernel.Draft, err error) {
	body, err := c.Object()
	if err != nil {
		return "", draft, err
	}
	name, err = typedCapability(body, c.World.Settings())
	draft = kernel.Draft{Properties: operation.WithoutControl(body), In: c.Edition()}
	return name, draft, err
}

func createCapability(c *operation.Call) (operation.Answer, error) {
	name, draft, err := draftOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	holder, err := holderOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	var created *Capability
	err = c.World.Write(c.Tenant, func(d *kernel.Directory, at kernel.Moment) (err error) {
		if err := checkTrust(d, holder, name, at); err != nil {
			return err
		}
		created, err = Capabilities.MakeKeyed(d, capabilityKey(holder, name), draft, c.Actor, at)
		return err
	})
	if err != nil {
		return operation.Answer{}, err
	}
	whole, err := viewCapabilities(c).Select(nil)
	if err != nil {
		return operation.Answer{}, err
	}
	body := rendered(whole, created)
	body["@odata.context"] = c.Context(capabilityContext(c) + "/$entity")
	return operation.Created(body), nil
}

func changeCapability(c *operation.Call) (operation.Answer, error) {
	name, draft, err := draftOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	key, err := keyOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	if !strings.HasSuffix(key, "/"+name) {
		return operation.Answer{}, refusal.BadRequest("The type '%s%s' is not that of the capability '%s'.", capabilityType, name, c.Params["name"])
	}
	return operation.Done(Capabilities.Update(c.World, c.Tenant, key, draft, c.Actor))
}

func deleteCapability(c *operation.Call) (operation.Answer, error) {
	key, err := keyOf(c)
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(Capabilities.Delete(c.World, c.Tenant, key, c.Actor))
}

package standalone

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/provider"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/report"
)

// instance is a resource or a data source in the format of terraform show -json.
type instance struct {
	Address      string `json:"address"`
	Mode         string `json:"mode"`
	Type         string `json:"type"`
	ProviderName string `json:"provider_name"`
	Values       object `json:"values"`
}

// reader reads the objects of a tenant, of one type.
type reader func(ctx context.Context, c *client, kind, tenant string) ([]object, error)

// part is what is read of a tenant by one data source, list or import.
type part struct {
	// what names it in reports that lack it.
	what, kind string
	read       reader
	data       bool
	// users is set if it is read only when users are asked for.
	users bool
}

// parts are read of each tenant.
var parts = []part{
	{what: "the tenant", kind: "multitenant_tenant", data: true, read: one(nil)},
	{what: "cross-tenant access partners", kind: partnerType, read: listed("tenant")},
	{what: "default cross-tenant access", kind: "multitenant_cross_tenant_access_default", read: imported("default")},
	{what: "allowed clouds", kind: "multitenant_cross_tenant_access_policy", read: imported("policy")},
	{what: "Microsoft 365 capabilities", kind: "multitenant_m365_capabilities", read: listed("tenant")},
	{what: "synchronizations", kind: "multitenant_cross_tenant_sync", read: listed("source")},
	{what: "external users", kind: "multitenant_guests", data: true, users: true, read: one(nil)},
	{what: "users hidden in Exchange Online", kind: "multitenant_recipients", data: true, users: true, read: one(object{"types": []string{"GuestMailUser", "MailUser"}})},
}

const (
	partnerType = "multitenant_cross_tenant_access_partner"
	checkType   = "multitenant_topology_check"
)

// one reads a data source of a tenant.
func one(arguments object) reader {
	return func(ctx context.Context, c *client, kind, tenant string) ([]object, error) {
		config := object{"tenant": tenant}
		maps.Copy(config, arguments)
		values, err := c.readData(ctx, kind, config)
		return []object{values}, err
	}
}

// imported reads settings that a tenant has once.
func imported(name string) reader {
	return func(ctx context.Context, c *client, kind, tenant string) ([]object, error) {
		values, err := c.importOne(ctx, kind, tenant+"/"+name)
		return []object{values}, err
	}
}

// listed reads all objects of a tenant, which an argument names.
func listed(argument string) reader {
	return func(ctx context.Context, c *client, kind, tenant string) ([]object, error) {
		var all []object
		for values, err := range c.list(ctx, kind, object{argument: tenant}) {
			if err != nil {
				return nil, err
			}
			all = append(all, values)
		}
		return all, nil
	}
}

// estate collects what is read.
type estate struct {
	*client
	mu        sync.Mutex
	resources []instance
	read      map[string][]string // tenants, by what was read of them
	missing   []object
	errs      []error
}

// Estate reads the tenants of a provider block into the format of terraform show
// -json for a state; it is a [report.Live]. What cannot be read is among the unchecked
// settings; an error is returned if nothing can.
func (c Commands) Estate(ctx context.Context, block json.RawMessage, ask report.Ask) ([]byte, error) {
	configured, err := c.configure(ctx, block)
	if err != nil {
		return nil, err
	}
	tenants, err := tenantsOf(block)
	if err != nil {
		return nil, err
	}
	e := &estate{client: configured, read: map[string][]string{}}
	var reading sync.WaitGroup
	for _, tenant := range tenants {
		for _, p := range parts {
			if ask.Users || !p.users {
				reading.Go(func() { e.readPart(ctx, p, tenant) })
			}
		}
	}
	reading.Wait()
	if len(e.read) == 0 && len(e.errs) > 0 {
		return nil, e.errs[0]
	}
	if err := e.check(ctx, ask); err != nil {
		return nil, err
	}
	return e.document()
}

// tenantsOf are the keys of the tenants of a block, sorted.
func tenantsOf(block json.RawMessage) ([]string, error) {
	var b struct {
		Tenants map[string]json.RawMessage `json:"tenants"`
	}
	if err := json.Unmarshal(block, &b); err != nil {
		return nil, fmt.Errorf("the provider block has no tenants: %w", err)
	}
	return slices.Sorted(maps.Keys(b.Tenants)), nil
}

func (e *estate) readPart(ctx context.Context, p part, tenant string) {
	all, err := p.read(ctx, e.client, p.kind, tenant)
	e.mu.Lock()
	defer e.mu.Unlock()
	if err != nil {
		e.errs = append(e.errs, fmt.Errorf("tenant %q: %w", tenant, err))
		e.missing = append(e.missing, object{"tenant": tenant, "what": p.what, "why": err.Error()})
		return
	}
	e.read[p.kind] = append(e.read[p.kind], tenant)
	for i, values := range all {
		if values != nil {
			e.add(p.data, p.kind, fmt.Sprintf("%s[%d]", tenant, i), values)
		}
	}
}

func (e *estate) add(data bool, kind, name string, values object) {
	i := instance{Address: kind + "." + name, Mode: "managed", Type: kind, ProviderName: provider.Address, Values: values}
	if data {
		i.Address, i.Mode = "data."+i.Address, "data"
	}
	e.resources = append(e.resources, i)
}

// check reads both tenants of each edge that is asked for.
func (e *estate) check(ctx context.Context, ask report.Ask) error {
	read, err := e.document()
	if err != nil {
		return err
	}
	edges, err := ask.Edges(read)
	if err != nil || len(edges) == 0 {
		return err
	}
	found, err := e.readData(ctx, checkType, object{"edges": edges})
	if err != nil {
		return err
	}
	if !ask.Declared() {
		delete(found, "undeclared")
	}
	e.add(true, checkType, "edges", found)
	return nil
}

// document is the estate as JSON, in the same order in every run.
func (e *estate) document() ([]byte, error) {
	for _, tenants := range e.read {
		slices.Sort(tenants)
	}
	all := slices.Clone(e.resources)
	slices.SortFunc(all, func(a, b instance) int { return strings.Compare(a.Address, b.Address) })
	slices.SortFunc(e.missing, func(a, b object) int {
		return strings.Compare(fmt.Sprint(a["tenant"], a["what"]), fmt.Sprint(b["tenant"], b["what"]))
	})
	if len(e.missing) > 0 {
		all = append(all, instance{"data." + checkType + ".unread", "data", checkType, provider.Address, object{"unchecked": e.missing}})
	}
	return json.Marshal(object{
		"format_version": "1.0", "timestamp": time.Now().UTC().Format(time.RFC3339), "read": e.read,
		"values": object{"root_module": object{"resources": all}},
	})
}

package directory

import (
	"slices"
	"strconv"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// linked serves the list of the targets of a reference: of any type, or of one.
type linked struct {
	set       kernel.AnySet
	reference string
	// segment is the end of the path.
	segment string
	// transitive lists the members of groups inside the group too.
	transitive bool
}

var (
	groupMembers           = linked{Groups, "members", "members", false}
	transitiveGroupMembers = linked{Groups, "members", "transitiveMembers", true}
	groupOwners            = linked{Groups, "owners", "owners", false}
	unitMembers            = linked{AdministrativeUnits, "members", "members", false}
)

// castTypes are the types that a list can be limited to.
var castTypes = []string{"user", "group", "orgContact", "servicePrincipal"}

// rows are the list and its count, for any type and for each type.
func (l linked) rows(permissions []string, source string) []operation.Row {
	var rows []operation.Row
	row := func(path string, run func(*operation.Call) (operation.Answer, error)) {
		rows = append(rows, operation.Row{
			Method: operation.Get, Path: l.set.Declared().Served.Path + "/{id}/" + l.segment + path, Permissions: permissions, Source: source, Run: run,
		})
	}
	row("", l.list)
	row("/$count", func(c *operation.Call) (operation.Answer, error) { return l.count(c, "") })
	for _, kind := range castTypes {
		row("/graph."+kind, func(c *operation.Call) (operation.Answer, error) { return l.cast(c, kind) })
		row("/graph."+kind+"/$count", func(c *operation.Call) (operation.Answer, error) { return l.count(c, kind) })
	}
	return rows
}

func (l linked) path(c *operation.Call) string {
	return l.set.Declared().Served.Path + "/" + c.Params["id"] + "/" + l.segment
}

// targets lists the visible targets of a type; empty for any type.
func (l linked) targets(c *operation.Call, kind string) ([]kernel.Linked, error) {
	if err := l.mayList(c); err != nil {
		return nil, err
	}
	var targets []kernel.Linked
	var err error
	if l.transitive {
		targets, err = Members(c.World, c.Tenant, c.Params["id"])
	} else {
		targets, err = l.set.Linked(c.World, c.Tenant, c.Params["id"], l.reference)
	}
	return slices.DeleteFunc(targets, func(t kernel.Linked) bool { return kind != "" && typeOf(t) != kind }), err
}

func typeOf(l kernel.Linked) string { return l.Set.Declared().Class.Type }

// list lists objects of any type. Filters are supported by lists of one type only.
func (l linked) list(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect, operation.OptTop, operation.OptCount, operation.OptSkipToken)
	if err != nil {
		return operation.Answer{}, err
	}
	listing, err := c.Listing(operation.View{}, q)
	if err != nil {
		return operation.Answer{}, err
	}
	targets, err := l.targets(c, "")
	if err != nil {
		return operation.Answer{}, err
	}
	page := kernel.Cut(pointers(targets), listing)
	return c.Page(l.path(c), operation.FragmentOf("directoryObjects", q.Select), kernel.Any(page), listing.Count, func(v any) (map[string]any, error) {
		target := *schema.Of[kernel.Linked](v)
		body, err := c.SelectLinked(target, q.Select)
		if err == nil && kernel.As[User](target) != nil {
			blank(c, body)
		}
		return body, err
	})
}

func pointers(targets []kernel.Linked) []*kernel.Linked {
	all := make([]*kernel.Linked, len(targets))
	for i := range targets {
		all[i] = &targets[i]
	}
	return all
}

// cast lists the objects of one type, with the query options of the type.
func (l linked) cast(c *operation.Call, kind string) (operation.Answer, error) {
	if l.set == kernel.AnySet(Groups) {
		if err := admitCast(c); err != nil {
			return operation.Answer{}, err
		}
	}
	set, err := c.World.ObjectSet(c.Tenant, kind)
	if err != nil {
		return operation.Answer{}, err
	}
	hide := func(*operation.Call, map[string]any) {}
	if set == kernel.AnySet(Users) {
		hide = blank
	}
	return listCast(c, set, l.path(c), hide, func(listing kernel.Listing) (kernel.Page[any], error) {
		targets, err := l.targets(c, kind)
		if err != nil {
			return kernel.Page[any]{}, err
		}
		return matching(targets, listing)
	})
}

// count serves …/$count, which requires the header (graph-identity §0.2).
func (l linked) count(c *operation.Call, kind string) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	if !c.Eventual() {
		return operation.Answer{}, errNoCount()
	}
	targets, err := l.targets(c, kind)
	return operation.Answer{Status: 200, Text: strconv.Itoa(len(targets))}, err
}

func errNoCount() error { return refusal.BadRequest("$count is not currently supported.") }

// listCast lists the objects of one type of a reference, with the query options of
// the type. Hide blanks properties that the caller may not read.
func listCast(
	c *operation.Call, set kernel.AnySet, path string, hide func(*operation.Call, map[string]any), read func(kernel.Listing) (kernel.Page[any], error),
) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect, operation.OptFilter, operation.OptOrderBy, operation.OptTop, operation.OptCount, operation.OptSkipToken, operation.OptSearch)
	if err != nil {
		return operation.Answer{}, err
	}
	view := c.ViewOf(set)
	chosen, err := view.Select(q.Select)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := c.Listing(view, q)
	if err != nil {
		return operation.Answer{}, err
	}
	page, err := read(l)
	if err != nil {
		return operation.Answer{}, err
	}
	declared := set.Declared()
	return c.Page(path+"/"+declared.Class.QualifiedType(), chosen.Fragment(declared.Collection()), page, l.Count, func(v any) (map[string]any, error) {
		body := chosen.Render(v)
		hide(c, body)
		return body, nil
	})
}

// admitCast refuses a cast without the header and the option of advanced queries
// (group-list-memberof); the text of the error is assumed.
func admitCast(c *operation.Call) error {
	if !c.World.Settings().CastsNeedAdvancedQuery || c.Eventual() && slices.Equal(c.Options["$count"], []string{"true"}) {
		return nil
	}
	return operation.Unsupported("Unsupported Query.")
}

// mayList refuses hidden members to applications without the permission for them;
// the error is assumed (graph-identity §7.3).
func (l linked) mayList(c *operation.Call) error {
	v, err := l.set.Object(c.World, c.Tenant, c.Params["id"])
	if err != nil {
		return err
	}
	hides, _ := v.(interface{ hidesMembers() bool })
	if hides != nil && hides.hidesMembers() && l.reference == "members" && !c.Has("Member.Read.Hidden") {
		return refusal.Denied()
	}
	return nil
}

// blank clears the properties of a member that is a user: listing members requires
// no permission for users, reading their properties does (graph-identity §7.3).
func blank(c *operation.Call, user map[string]any) {
	if c.Has(readProfiles...) {
		return
	}
	basic := c.Has("User.ReadBasic.All")
	for name := range user {
		p, ok := userClass.Property(name)
		visible := name == "id" || name == "@odata.type" || basic && ok && p.Basic
		if !visible {
			user[name] = nil
		}
	}
}

package directory

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// members serves the members of a group: of any type, or users only.
type members struct {
	segment    string
	transitive bool
}

var (
	direct     = members{"members", false}
	transitive = members{"transitiveMembers", true}
)

// list lists objects of any type. Filters are supported by lists of one type only.
func (m members) list(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect, operation.OptTop, operation.OptCount, operation.OptSkipToken)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := c.Listing(operation.View{}, q)
	if err != nil {
		return operation.Answer{}, err
	}
	if err := mayList(c); err != nil {
		return operation.Answer{}, err
	}
	page, err := Members(c.World, c.Tenant, c.Params["id"], m.transitive, l)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Page(m.path(c), operation.FragmentOf("directoryObjects", q.Select), kernel.Any(page), l.Count, func(v any) (map[string]any, error) {
		member := *schema.Of[kernel.Linked](v)
		body, err := c.SelectLinked(member, q.Select)
		if err == nil && kernel.As[User](member) != nil {
			blank(c, body)
		}
		return body, err
	})
}

func (m members) path(c *operation.Call) string { return "/groups/" + c.Params["id"] + "/" + m.segment }

// users lists users only, with the filters of users.
func (m members) users(c *operation.Call) (operation.Answer, error) {
	return listCast(c, Users, m.path(c), blank, func(l kernel.Listing) (kernel.Page[any], error) {
		if err := mayList(c); err != nil {
			return kernel.Page[any]{}, err
		}
		page, err := MemberUsers(c.World, c.Tenant, c.Params["id"], m.transitive, l)
		return kernel.Any(page), err
	})
}

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
	return c.Page(path+"/"+set.Declared().Class.QualifiedType(), chosen.Fragment(view.Set), page, l.Count, func(v any) (map[string]any, error) {
		body := chosen.Render(v)
		hide(c, body)
		return body, nil
	})
}

// mayList refuses hidden members to applications without the permission for them;
// the error is assumed (graph-identity §7.3).
func mayList(c *operation.Call) error {
	g, err := Groups.Get(c.World, c.Tenant, c.Params["id"])
	if err != nil {
		return err
	}
	if g.HidesMembers() && !c.Has("Member.Read.Hidden") {
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

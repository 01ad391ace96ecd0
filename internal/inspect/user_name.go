package inspect

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// UserName is the name of a user in an import.
type UserName struct {
	Kind NameKind
	Text string
}

// NameKind is the kind of a user's name, as in errors.
type NameKind string

// The kinds of names.
const (
	ObjectID          NameKind = "object id"
	UserPrincipalName NameKind = "user principal name"
	Address           NameKind = "address"
)

// Find finds the users of a tenant, external or internal, with the name.
func (n UserName) Find(ctx context.Context, t *tenant.Tenant) ([]graph.User, error) {
	one, who := t.Graph.User, n.Text
	switch n.Kind {
	case Address:
		return t.Graph.UsersByAddress(ctx, who)
	case UserPrincipalName:
		one = t.Graph.UserByName
	case ObjectID:
		who = strings.ToLower(who)
	}
	u, err := one(ctx, who)
	if errors.Is(err, service.ErrNotFound) {
		return nil, nil
	}
	return []graph.User{u}, err
}

// FindOne finds the only user with the name, external or internal.
func (n UserName) FindOne(ctx context.Context, t *tenant.Tenant) (graph.User, error) {
	found, err := n.Find(ctx, t)
	if err != nil {
		return graph.User{}, err
	}
	return n.Only(t, "user", found)
}

// Only is the only one of the found users; the error lists them, or says what was
// searched.
func (n UserName) Only(t *tenant.Tenant, noun string, found []graph.User) (graph.User, error) {
	switch len(found) {
	case 0:
		return graph.User{}, fmt.Errorf("tenant %[1]q (%[2]s) has no %[3]s with the %[4]s %[5]s.\n\nCheck the %[4]s and the tenant: an import"+
			" searches the users of this tenant only, not home tenants and not the recycle bin. Restore a deleted user first",
			t.Key, t.ID, noun, n.Kind, n.Text)
	case 1:
		return found[0], nil
	}
	candidates := make([]string, 0, len(found))
	for _, u := range found {
		candidates = append(candidates, fmt.Sprintf("  %s/%s (%s)", t.Key, u.ID, u.UserPrincipalName))
	}
	return graph.User{}, fmt.Errorf("tenant %q has %d %ss with the %s %s; import one of them by its id:\n%s",
		t.Key, len(found), noun, n.Kind, n.Text, strings.Join(candidates, "\n"))
}

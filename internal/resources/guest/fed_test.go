package guest_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// TestEveryFactIsFed plans an invitation from another cloud in an estate without
// hidden settings: every fact of the rules of invitations is known.
func TestEveryFactIsFed(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	home := e.Tenant(acctest.Northwind)
	home.Users = append(home.Users, acctest.Object{
		"displayName": "Nora", "userPrincipalName": "nora@northwind.example", "mail": "nora.n@northwind.example",
		"proxyAddresses": []string{"SMTP:nora.n@northwind.example"},
	})
	e.Tenant(acctest.Fabrikam).AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "adminsAndGuestInviters"}
	w := acctest.Start(t, e)
	tenants := registry(t, w)
	resource, err := tenants.Get(acctest.Fabrikam)
	if err != nil {
		t.Fatal(err)
	}
	data := &tfkit.Data{
		Tenants: tenants, Records: tfkit.NewRecords(), Inspect: inspect.NewMachine(tenants, nil),
		PlannedAccess: &inspect.PlannedAccess{}, PlannedVisibility: &inspect.PlannedVisibility{}, Notices: &tfkit.Notices{},
	}
	facts, err := guest.GatherFacts(t.Context(), data, resource, guest.Planned{
		Email: "nora@northwind.example", UserType: "Guest", OnExisting: "error", OnSoftDeleted: "error",
	})
	if err != nil {
		t.Fatal(err)
	}
	if missing := unknown(reflect.ValueOf(facts), ""); len(missing) > 0 {
		t.Errorf("nothing feeds %s", strings.Join(missing, ", "))
	}
	if facts.Inbound.Verdict == rules.Undecided || facts.Outbound.Verdict == rules.Undecided {
		t.Errorf("the rulings are %+v inbound and %+v outbound", facts.Inbound, facts.Outbound)
	}
}

// unknown lists the unknown facts in a structure and in nested facts.
func unknown(v reflect.Value, name string) []string {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		return unknown(v.Elem(), name)
	}
	if v.Kind() != reflect.Struct {
		return nil
	}
	if strings.HasPrefix(v.Type().Name(), "Fact[") {
		got := v.MethodByName("Get").Call(nil)
		if !got[1].Bool() {
			return []string{name}
		}
		return unknown(got[0], name)
	}
	var missing []string
	for i := range v.NumField() {
		if field := v.Type().Field(i); field.IsExported() {
			missing = append(missing, unknown(v.Field(i), strings.TrimPrefix(name+"."+field.Name, "."))...)
		}
	}
	return missing
}

package crosstenant_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestRefusedAtPlan sends nothing that Graph would refuse.
func TestRefusedAtPlan(t *testing.T) {
	t.Parallel()
	w := start(t)
	half := func(access, target, kind string) string {
		return fmt.Sprintf("{ access_type = %q, targets = [{ target = %q, target_type = %q }] }", access, target, kind)
	}
	block := func(users, applications string) string {
		return "b2b_collaboration_inbound = { users_and_groups = " + users + ", applications = " + applications + " }"
	}
	in := func(tenant, kind, arguments string) string {
		return fmt.Sprintf("resource \"multitenant_cross_tenant_access_%s\" \"x\" {\n  tenant = %q\n %s\n}\n", kind, tenant, arguments)
	}
	partner := func(arguments string) string { return about(arguments) }
	const id = "aaaaaaaa-0000-4000-8000-000000000001"
	all, apps := half("allowed", "AllUsers", "user"), half("allowed", "AllApplications", "application")
	noUsers, nothing := half("blocked", "AllUsers", "user"), half("blocked", "AllApplications", "application")
	two := `{ access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }, { target = "` + id + `", target_type = "user" }] }`
	tests := map[string]struct {
		config string
		want   []string
	}{
		"R1":                 {partner(block(noUsers, apps)), []string{"Conflicting access settings", "b2b_collaboration_inbound", "All users are blocked"}},
		"R2":                 {partner(block(all, nothing)), []string{"Conflicting access settings", "Users are allowed"}},
		"R3":                 {partner(block(two, apps)), []string{"AllUsers cannot be combined with other targets"}},
		"R4":                 {in("fabrikam", "default", block(half("allowed", id, "group"), apps)), []string{"applies to all users"}},
		"R5":                 {partner(block(half("allowed", "AllUsers", "group"), apps)), []string{`The type of AllUsers must be "user"`}},
		"type of the target": {partner(block(half("allowed", id, "application"), apps)), []string{"target_type", `"user" "group"`}},
		"keyword":            {partner(block(half("allowed", "AllGroups", "group"), apps)), []string{"AllGroups", "neither a GUID nor one of AllUsers"}},
		"half a block":       {partner("b2b_collaboration_inbound = { users_and_groups = " + all + " }"), []string{"Invalid Attribute Combination", `"b2b_collaboration_inbound.applications" must be specified when`}},
		"inherited and set":  {partner("inbound_trust = { inherit = true, is_mfa_accepted = true }"), []string{"Invalid Attribute Combination", `"inbound_trust.is_mfa_accepted" cannot be specified when "inbound_trust.inherit"`}},
		"not inherited":      {partner("inbound_trust = { inherit = false }"), []string{"Attribute inbound_trust.inherit Value must be \"true\""}},
		"empty trust":        {partner("inbound_trust = {}"), []string{"Empty block"}},
		"sync":               {partner("identity_synchronization = {}"), []string{"Invalid Attribute Combination", "No attribute specified when one (and only one)"}},
		"absent sync":        {partner("identity_synchronization = { absent = true, user_sync_allowed = true }"), []string{"Invalid Attribute Combination", "2 attributes specified when one (and only one)"}},
		"absent, with name":  {partner("identity_synchronization = { absent = true, display_name = \"x\" }"), []string{`"identity_synchronization.display_name" cannot be specified when`}},
		"not absent":         {partner("identity_synchronization = { absent = false }"), []string{"Attribute identity_synchronization.absent Value must be \"true\""}},
		"name only":          {partner("identity_synchronization = { display_name = \"x\" }"), []string{"No attribute specified when one (and only one)"}},
		"empty block":        {partner("b2b_direct_connect_inbound = {}"), []string{"Empty block", "b2b_direct_connect_inbound is empty"}},
		"no users":           {partner("m365_collaboration_inbound = {}"), []string{"Empty block", "m365_collaboration_inbound is empty"}},
		"R3 of capabilities": {partner("m365_collaboration_inbound = { users = " + two + " }"), []string{"AllUsers cannot be combined with other targets"}},
		"R5 of connections":  {partner("app_service_connect_inbound = { applications = " + half("allowed", "Exchange", "application") + " }"), []string{"neither a GUID nor one of AllApplications"}},
		"inherited and users": {
			partner("m365_collaboration_outbound = { inherit = true, users_and_groups = " + all + " }"), []string{"Invalid Attribute Combination", "m365_collaboration_outbound.inherit"},
		},
		"own tenant": {in("contoso", "partner", fmt.Sprintf("partner_tenant_id = %q", acctest.ContosoID)), []string{"Tenant cannot be its own partner"}},
		"no GUID":    {in("contoso", "partner", `partner_tenant_id = "fabrikam"`), []string{"Not a GUID"}},
		"restrictions in US Government": {
			in("northwind", "partner", fmt.Sprintf("partner_tenant_id = %q\n tenant_restrictions = %s", acctest.FabrikamID, closed)),
			[]string{"Not available in this cloud", "public cloud only", `"usgovernment"`},
		},
		"default's restrictions in China": {in("tailspin", "default", "tenant_restrictions = "+closed), []string{"Not available in this cloud", `"china"`}},
		"own cloud":                       {in("northwind", "policy", `allowed_cloud_endpoints = ["microsoftonline.us"]`), []string{"Cloud of the tenant itself", "microsoftonline.us"}},
		"unknown cloud":                   {in("northwind", "policy", `allowed_cloud_endpoints = ["microsoftonline.de"]`), []string{"allowed_cloud_endpoints", "microsoftonline.de"}},
		"fallback": {
			in("fabrikam", "default", `invitation_redemption_identity_provider_configuration = { primary_identity_provider_precedence_order = [], fallback_identity_provider = "none" }`),
			[]string{"fallback_identity_provider", "emailOneTimePasscode"},
		},
	}
	steps := make([]resource.TestStep, 0, len(tests))
	for _, test := range tests {
		steps = append(steps, resource.TestStep{Config: w.Config(test.config), PlanOnly: true, ExpectError: acctest.Message(test.want...)})
	}
	w.Test(steps...)
	if requests := w.Requests(); len(requests) > 0 {
		t.Errorf("refused configurations sent %v", requests)
	}
}

package emulator

import (
	"fmt"
	"strings"
	"testing"
)

// Legacy sharing is retired, and back again, by the cmdlets that an administrator
// uses (exchange §9.6, §9.8).
func TestSharingIsRetired(t *testing.T) {
	t.Parallel()
	m := startMail(t, Config{})
	token := m.mailToken(adminID, exchangeAudience)
	value := func(cmdlet, name string) string {
		t.Helper()
		all := m.records(m.invoke(token, cmdlet, `{}`)).Value
		if len(all) == 0 {
			return "gone"
		}
		return fmt.Sprint(all[0][name])
	}
	for _, step := range []struct{ cmdlet, parameters, get, property, want string }{
		{"Set-OrganizationRelationship", `{"Identity":"fabrikam","Enabled":false}`, "Get-OrganizationRelationship", "Enabled", "false"},
		{"Set-OrganizationRelationship", `{"Identity":"Fabrikam","Enabled":true,"FreeBusyAccessEnabled":false}`, "Get-OrganizationRelationship", "FreeBusyAccessEnabled", "false"},
		{"Set-OrganizationRelationship", `{"Identity":"Fabrikam","FreeBusyAccessLevel":"AvailabilityOnly"}`, "Get-OrganizationRelationship", "FreeBusyAccessLevel", "AvailabilityOnly"},
		{"Set-OrganizationRelationship", `{"Identity":"Fabrikam","DomainNames":{"@odata.type":"#Exchange.GenericHashTable","Add":["northwind.example"],"Remove":["fabrikam.example"]}}`, "Get-OrganizationRelationship", "DomainNames", "[northwind.example]"},
		{"Remove-OrganizationRelationship", `{"Identity":"Fabrikam","Confirm":false}`, "Get-OrganizationRelationship", "Name", "gone"},
		{"Set-SharingPolicy", `{"Identity":"Default Sharing Policy","Enabled":false}`, "Get-SharingPolicy", "Enabled", "false"},
		{"Set-SharingPolicy", `{"Identity":"Default Sharing Policy","Domains":["Anonymous:CalendarSharingFreeBusySimple"]}`, "Get-SharingPolicy", "Domains", "[Anonymous:CalendarSharingFreeBusySimple]"},
		{"Remove-AvailabilityAddressSpace", `{"Identity":"northwind.example"}`, "Get-AvailabilityAddressSpace", "Name", "gone"},
		{"Add-AvailabilityAddressSpace", `{"ForestName":"northwind.example","AccessMethod":"OrgWideFBToken","TargetTenantId":"` + northwindID + `"}`, "Get-AvailabilityAddressSpace", "TargetTenantId", northwindID},
	} {
		m.records(m.invoke(token, step.cmdlet, step.parameters))
		if got := value(step.get, step.property); got != step.want {
			t.Errorf("after %s %s, %s is %s, not %s", step.cmdlet, step.parameters, step.property, got, step.want)
		}
	}
	a := m.invoke(token, "Set-SharingPolicy", `{"Identity":"Default Sharing Policy","Enabled":false}`)
	if !strings.Contains(a.body, "have been modified") {
		t.Errorf("a change of nothing says %s", a.body)
	}
	m.refusedBy(m.invoke(token, "Add-AvailabilityAddressSpace", `{"ForestName":"Northwind.example","AccessMethod":"OrgWideFBToken"}`), 400, "ADObjectAlreadyExistsException", "Northwind.example")
	m.refusedBy(m.invoke(token, "Add-AvailabilityAddressSpace", `{"ForestName":"other.example"}`), 400, "ParameterBindingException", "AccessMethod")
	m.refusedBy(m.invoke(token, "Set-OrganizationRelationship", `{"Identity":"Fabrikam","Enabled":false}`), 404, "ManagementObjectNotFoundException", "'Fabrikam'")
	m.refusedBy(m.invoke(token, "Set-SharingPolicy", `{"Identity":"Default Sharing Policy","Level":"x"}`), 400, "AmbiguousParameterSetException", "Level")
}

package control

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// What a recipient of a seed can have are the parameters of Set-MailContact, and the
// objects about sharing have the properties that their cmdlets show.
func TestSchemaOfExchangeIsComplete(t *testing.T) {
	t.Parallel()
	seed, err := area.ParseSeed("seed", []byte(tenantWith(
		`"organization_relationships":[{"Name":"x"}],"sharing_policies":[{"Name":"x"}],"availability_address_spaces":[{"ForestName":"x"}]`)))
	if err != nil {
		t.Fatal(err)
	}
	w := area.NewWorld(kernel.Options{})
	if err := w.Load(seed); err != nil {
		t.Fatal(err)
	}
	common := []string{"AdminDisplayName", "DistinguishedName", "ExchangeVersion", "Guid", "Id", "Identity", "IsValid", "ObjectState", "OrganizationId", "WhenChanged", "WhenCreated"}
	definitions := map[string]string{
		"Get-OrganizationRelationship": "organizationRelationship", "Get-SharingPolicy": "sharingPolicy", "Get-AvailabilityAddressSpace": "availabilityAddressSpace",
	}
	for _, row := range area.Cmdlets() {
		var names []string
		if row.Name == "Set-MailContact" {
			for _, p := range row.Parameters {
				if !p.NotModeled && p.Name != "ForceUpgrade" {
					names = append(names, p.Name)
				}
			}
			definitions[row.Name] = "recipient"
		} else if definitions[row.Name] != "" {
			a, err := row.Run(&command.Call{World: w, Tenant: contosoID})
			if err != nil || len(a.Records) != 1 {
				t.Fatalf("%s: %v, %v", row.Name, a, err)
			}
			for _, f := range a.Records[0] {
				if !slices.Contains(common, f.Name) && (f.Name != "Name" || row.Name != "Get-AvailabilityAddressSpace") {
					names = append(names, f.Name)
				}
			}
		} else {
			continue
		}
		slices.Sort(names)
		if got := definition(t, definitions[row.Name]); !slices.Equal(got, names) {
			t.Errorf("%s: the schema has %v, the emulator %v", definitions[row.Name], got, names)
		}
	}
}

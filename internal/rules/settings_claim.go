package rules

import "fmt"

// CheckSettingsClaim reserves settings of which a tenant has one set for a resource of
// the plan; MT028 if another resource has reserved them. The noun names the settings,
// "external collaboration settings".
func CheckSettingsClaim(c *Claims, tenant Tenant, noun string, by Claimant) []Finding {
	other, taken := c.Claim(tenant.ID, "settings "+noun, by)
	if !taken {
		return nil
	}
	return []Finding{finding(SettingsTwice,
		fmt.Sprintf("%s manage the %s of tenant %q. Each would overwrite the other.", both(by, other), noun, tenant.Key),
		"Merge the two: a tenant has these settings once. A resource that has only moved within the configuration needs a moved block.")}
}

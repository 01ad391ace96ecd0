package graphapi

import (
	"reflect"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The templates complete entries at the time of a join (graph-cross-tenant §3.6).
func TestTemplatesApplyAtAJoin(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		level         string
		existing, new bool
	}{
		{"newPartners,existingPartners", true, true},
		{"existingPartners, newPartners", true, true},
		{"newPartners", false, true},
		{"existingPartners", true, false},
		{"none", false, false},
		{"", false, false},
	} {
		t.Run(tt.level, func(t *testing.T) {
			t.Parallel()
			b := newGroup(t)
			unset := b.do(get, templatePath+"PartnerConfiguration", "").want(200).json
			if !reflect.DeepEqual(unset["automaticUserConsentSettings"], map[string]any{"inboundAllowed": nil, "outboundAllowed": nil}) ||
				unset["inboundTrust"] != nil || unset["templateApplicationLevel"] != "newPartners,existingPartners" {
				t.Errorf("unset: %v", unset)
			}
			b.do(patch, templatePath+"PartnerConfiguration", `{"templateApplicationLevel":"everyone"}`).want(400)
			b.do(patch, templatePath+"PartnerConfiguration", `{"inboundTrust":{"isMfaAccepted":true},
				"automaticUserConsentSettings":{"inboundAllowed":true},"templateApplicationLevel":"`+tt.level+`"}`).want(204)
			b.do(patch, templatePath+"IdentitySynchronization", `{"userSyncInbound":{"isSyncAllowed":true},"templateApplicationLevel":"`+tt.level+`"}`).want(204)
			b.do(post, partnersPath, `{"tenantId":"`+fabrikamID+`","automaticUserConsentSettings":{"inboundAllowed":false,"outboundAllowed":true}}`).want(201)
			b.do(put, organizationPath, `{"displayName":"Group"}`).want(201)
			b.add(fabrikamID, "").want(201)
			b.add(tailspinID, "").want(201)
			for _, id := range []string{fabrikamID, tailspinID} {
				b.as(id).join(contosoID).want(204)
			}
			for id, applied := range map[string]bool{fabrikamID: tt.existing, tailspinID: tt.new} {
				got := b.as(contosoID).do(get, partnersPath+"/"+id+"?$expand=identitySynchronization", "").want(200).json
				trust, _ := got["inboundTrust"].(map[string]any)
				sync, _ := got["identitySynchronization"].(map[string]any)
				user, _ := sync["userSyncInbound"].(map[string]any)
				consent, _ := got["automaticUserConsentSettings"].(map[string]any)
				if (trust["isMfaAccepted"] == true) != applied || (user["isSyncAllowed"] == true) != applied || (consent["inboundAllowed"] == true) != applied {
					t.Errorf("%s: %v", id, got)
				}
				if id == fabrikamID && consent["outboundAllowed"] != true {
					t.Errorf("the template has overwritten a value that it does not have: %v", consent)
				}
			}
			b.do(post, templatePath+"PartnerConfiguration/resetToDefaultSettings", "").want(204)
			b.do(post, templatePath+"IdentitySynchronization/resetToDefaultSettings", "").want(204)
			if got := b.do(get, templatePath+"PartnerConfiguration", "").json; !reflect.DeepEqual(got, unset) {
				t.Errorf("reset: %v", got)
			}
			b.as(fabrikamID).do("DELETE", organizationPath+"/tenants/"+fabrikamID, "").want(204)
			if !crosstenantHas(b, tt.existing) {
				t.Error("leaving has changed more than the mark")
			}
		})
	}
}

// crosstenantHas compares the trust of Contoso in Fabrikam.
func crosstenantHas(b *bench, trusted bool) bool {
	has := false
	_ = b.world.Read(contosoID, func(d *kernel.Directory, _ kernel.Moment) error {
		p := crosstenant.Partners.Truth(d, fabrikamID)
		trust, _ := p.Settings["inboundTrust"].(map[string]any)
		has = p.Settings["isInMultiTenantOrganization"] == false && (trust["isMfaAccepted"] == true) == trusted
		return nil
	})
	return has
}

// What sources contradict each other about is a setting.
func TestRemovalsBySettings(t *testing.T) {
	t.Parallel()
	b := newGroup(t)
	b.set(func(s *settings.Settings) { s.OwnersCannotBeRemoved, s.RemovedTenantIsReturned = true, true })
	b.do(put, organizationPath, `{"displayName":"Group"}`).want(201)
	b.add(fabrikamID, `,"role":"owner"`).want(201)
	b.as(fabrikamID).join(contosoID).want(204)
	b.as(contosoID).do("DELETE", organizationPath+"/tenants/"+fabrikamID, "").want(400)
	b.as(fabrikamID).do("DELETE", organizationPath+"/tenants/"+contosoID, "").want(400)
	b.as(contosoID).do(patch, organizationPath+"/tenants/"+fabrikamID, `{"role":"member"}`).want(204)
	got := b.do("DELETE", organizationPath+"/tenants/"+fabrikamID, "").want(200).json
	if got["tenantId"] != fabrikamID {
		t.Errorf("answer %v", got)
	}
	b.members(map[string]string{contosoID: "owner active"})
}

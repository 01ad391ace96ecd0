package torture_test

import (
	"fmt"
	"strings"

	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/organization"
)

const sharePointType = "multitenant_sharepoint_sharing"

// sharePoint are the settings of a tenant for sharing. Attributes that leave the
// configuration keep their values.
type sharePoint struct{ access }

func newSharePoint(r *round) configured {
	s := &sharePoint{access{sharePointType, r.name(), oneOf(r, resourceTenants...), map[string]string{}}}
	if r.taken(sharePointType, s.object()) {
		return nil
	}
	s.change(r)
	return s
}

func (s *sharePoint) change(r *round) {
	clear(s.blocks)
	some := func(name, value string) {
		if r.IntN(2) == 0 {
			s.blocks[name] = value
		}
	}
	some("sharing_capability", fmt.Sprintf("%q", oneOf(r, "existingExternalUserSharingOnly", "externalUserSharingOnly", "externalUserAndGuestSharing")))
	some("is_resharing_by_external_users_enabled", fmt.Sprint(r.IntN(2) == 0))
	some("is_require_accepting_user_to_match_invited_user_enabled", fmt.Sprint(r.IntN(2) == 0))
	mode := oneOf(r, "none", "allowList", "blockList")
	s.blocks["sharing_domain_restriction_mode"] = fmt.Sprintf("%q", mode)
	switch mode {
	case "allowList":
		s.blocks["sharing_allowed_domain_list"] = domainSet(append([]string{"a.example"}, invited...)[r.IntN(2):])
	case "blockList":
		s.blocks["sharing_blocked_domain_list"] = domainSet([]string{"b.example", "c.example"}[r.IntN(2):])
	}
}

// domainSet is a set of domains in a configuration.
func domainSet(domains []string) string {
	return `["` + strings.Join(domains, `", "`) + `"]`
}

// check leaves the comparison to the empty plan.
func (s *sharePoint) check(*round) {}

func (s *sharePoint) reset(r *round) {
	r.restore(emulated.SharePoint, s.at, "sharingCapability", "isResharingByExternalUsersEnabled",
		"isRequireAcceptingUserToMatchInvitedUserEnabled", "sharingDomainRestrictionMode", "sharingAllowedDomainList", "sharingBlockedDomainList")
}

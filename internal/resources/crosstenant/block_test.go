package crosstenant

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// everyBlock has a value for every block, with one missing half.
func everyBlock() rules.AccessSettings {
	targets := func(kind string, ids ...string) *rules.Targets {
		t := &rules.Targets{Access: rules.Blocked}
		for _, id := range ids {
			t.Targets = append(t.Targets, rules.Target{ID: id, Type: kind})
		}
		return t
	}
	return rules.AccessSettings{
		B2BCollaborationInbound:  &rules.B2BSetting{UsersAndGroups: targets("group", "a", "b"), Applications: targets("application", "c")},
		B2BCollaborationOutbound: &rules.B2BSetting{UsersAndGroups: targets("user", "a", "a")},
		B2BDirectConnectInbound:  &rules.B2BSetting{Applications: targets("application")},
		B2BDirectConnectOutbound: &rules.B2BSetting{},
		TenantRestrictions:       &rules.B2BSetting{UsersAndGroups: targets("user", "a"), Applications: targets("application", "c")},
		M365CollaborationInbound: targets("group", "a", "b"), M365CollaborationOutbound: targets("user", "a", "a"), AppServiceConnectInbound: targets("application"),
		InboundTrust:         &rules.InboundTrust{IsMFAAccepted: true, IsHybridAzureADJoinedDeviceAccepted: true},
		AutomaticUserConsent: rules.UserConsent{OutboundAllowed: true},
		RedemptionOrder:      &rules.RedemptionOrder{Primary: []string{"socialIdentityProviders", "azureActiveDirectory"}, Fallback: "microsoftAccount"},
	}
}

// TestBlocksComeBack: values that are written to a state are read from it, and
// every model matches its schema.
func TestBlocksComeBack(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	var partner partnerModel
	var defaults defaultsModel
	readEmpty(ctx, newPartner(), &partner)
	readEmpty(ctx, newDefaults(), &defaults)
	for kind, blocks := range map[string][]block{"partner": partner.blocks(), "default": defaults.blocks()} {
		for _, b := range blocks {
			for name, want := range map[string]rules.AccessSettings{"set": everyBlock(), "empty": {RedemptionOrder: &rules.RedemptionOrder{}}, "null": {}} {
				*b.value = b.encode(ctx, want)
				if got := b.decode(ctx); !b.Same(got, want) {
					t.Errorf("%s, %s, %s: %+v comes back as %+v", kind, b.name, name, want, got)
				}
			}
			// The last value is either: an inherited block has the marker, and one
			// that cannot be inherited is null.
			*b.value = b.encode(ctx, rules.AccessSettings{})
			inherits := b.value.Attributes()[inherit]
			switch {
			case b.Block == rules.Consent:
			case b.inheritable(ctx) != (kind == "partner"):
				t.Errorf("%s, %s: whether it can be inherited is wrong", kind, b.name)
			case b.inheritable(ctx) && !types.BoolValue(true).Equal(inherits), !b.inheritable(ctx) && !b.value.IsNull():
				t.Errorf("%s, %s: nothing is %s", kind, b.name, b.value)
			}
		}
	}
}

// TestInheritedBlockHasNothingBesides: every other attribute of it is null.
func TestInheritedBlockHasNothingBesides(t *testing.T) {
	t.Parallel()
	m := emptyPartner(t.Context())
	m.Trust = trustShape.encode(t.Context(), nil, m.Trust)
	m.setSync(t.Context(), nil)
	for _, o := range []types.Object{m.Trust, m.Sync} {
		for name, value := range o.Attributes() {
			if value.IsNull() == (name == inherit || name == absent) {
				t.Errorf("%s is %s", name, value)
			}
		}
	}
	m.setSync(t.Context(), &rules.IdentitySync{UserSyncAllowed: true})
	if name := m.Sync.Attributes()["display_name"]; !name.IsNull() {
		t.Errorf("a policy without a name has the name %s", name)
	}
}

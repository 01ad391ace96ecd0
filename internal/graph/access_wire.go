package graph

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// wire is a block as Graph has it. Its three forms in a body are the same for all
// blocks: one that is absent is left alone, null makes it inherit the default, and a
// value replaces it.
type wire interface {
	block() rules.Block
	encode(rules.AccessSettings) any
	decode(json.RawMessage, *rules.AccessSettings) error
}

// The blocks of a partner and of the default.
var (
	partnerWires = append(sharedWires(), wireOf(rules.Consent,
		func(c rules.UserConsent) consentJSON { return consentJSON(c) },
		func(c consentJSON) rules.UserConsent { return rules.UserConsent(c) }))
	defaultWires = append(sharedWires(), wireOf(rules.Redemption,
		func(o *rules.RedemptionOrder) *redemptionJSON { return (*redemptionJSON)(o) },
		func(o *redemptionJSON) *rules.RedemptionOrder { return (*rules.RedemptionOrder)(o) }))
)

func sharedWires() []wire {
	return []wire{
		wireOf(rules.CollaborationInbound, encodeSetting, (*settingJSON).setting),
		wireOf(rules.CollaborationOutbound, encodeSetting, (*settingJSON).setting),
		wireOf(rules.DirectInbound, encodeSetting, (*settingJSON).setting),
		wireOf(rules.DirectOutbound, encodeSetting, (*settingJSON).setting),
		wireOf(rules.Restrictions, encodeSetting, (*settingJSON).setting),
		wireOfTargets(rules.M365Inbound, func(o *oneHalfJSON) **targetsJSON { return &o.Users }),
		wireOfTargets(rules.M365Outbound, func(o *oneHalfJSON) **targetsJSON { return &o.UsersAndGroups }),
		wireOfTargets(rules.ServiceConnectInbound, func(o *oneHalfJSON) **targetsJSON { return &o.Applications }),
		wireOf(rules.Trust,
			func(t *rules.InboundTrust) *trustJSON { return (*trustJSON)(t) },
			func(t *trustJSON) *rules.InboundTrust { return (*rules.InboundTrust)(t) }),
	}
}

// The values of blocks (graph-cross-tenant §1.6, m365-capabilities §2). The service refuses the type of
// tenant restrictions in a body, so none has one.
type (
	settingJSON struct {
		// A half that is nil is left out: what a null does is not documented.
		UsersAndGroups *targetsJSON `json:"usersAndGroups,omitempty"`
		Applications   *targetsJSON `json:"applications,omitempty"`
	}
	// oneHalfJSON has one of the halves, under a name that depends on the block.
	oneHalfJSON struct {
		Users          *targetsJSON `json:"users,omitempty"`
		UsersAndGroups *targetsJSON `json:"usersAndGroups,omitempty"`
		Applications   *targetsJSON `json:"applications,omitempty"`
	}
	targetsJSON struct {
		Access  string       `json:"accessType"`
		Targets []targetJSON `json:"targets"`
	}
	targetJSON struct {
		ID   string `json:"target"`
		Type string `json:"targetType"`
	}
	trustJSON struct {
		IsMFAAccepted                       bool `json:"isMfaAccepted"`
		IsCompliantDeviceAccepted           bool `json:"isCompliantDeviceAccepted"`
		IsHybridAzureADJoinedDeviceAccepted bool `json:"isHybridAzureADJoinedDeviceAccepted"`
	}
	consentJSON struct {
		InboundAllowed  bool `json:"inboundAllowed"`
		OutboundAllowed bool `json:"outboundAllowed"`
	}
	redemptionJSON struct {
		Primary  []string `json:"primaryIdentityProviderPrecedenceOrder"`
		Fallback string   `json:"fallbackIdentityProvider"`
	}
)

func encodeSetting(s *rules.B2BSetting) *settingJSON {
	if s == nil {
		return nil
	}
	return &settingJSON{encodeTargets(s.UsersAndGroups), encodeTargets(s.Applications)}
}

func encodeTargets(t *rules.Targets) *targetsJSON {
	if t == nil {
		return nil
	}
	targets := make([]targetJSON, 0, len(t.Targets))
	for _, target := range t.Targets {
		targets = append(targets, targetJSON(target))
	}
	return &targetsJSON{string(t.Access), targets}
}

func (s *settingJSON) setting() *rules.B2BSetting {
	if s == nil {
		return nil
	}
	return &rules.B2BSetting{UsersAndGroups: s.UsersAndGroups.targets(), Applications: s.Applications.targets()}
}

func (t *targetsJSON) targets() *rules.Targets {
	if t == nil {
		return nil
	}
	targets := &rules.Targets{Access: rules.AccessType(t.Access)}
	for _, target := range t.Targets {
		targets.Targets = append(targets.Targets, rules.Target(target))
	}
	return targets
}

// wireOfTargets is a block with one half.
func wireOfTargets(b *rules.TargetsBlock, half func(*oneHalfJSON) **targetsJSON) wire {
	return wireOf(b,
		func(t *rules.Targets) *oneHalfJSON {
			if t == nil {
				return nil
			}
			var o oneHalfJSON
			*half(&o) = encodeTargets(t)
			return &o
		},
		func(o *oneHalfJSON) *rules.Targets {
			if o == nil {
				return nil
			}
			return (*half(o)).targets()
		})
}

// typedWire is a block whose value is a T, and a W in JSON.
type typedWire[T interface{ Same(T) bool }, W any] struct {
	*rules.BlockOf[T]
	toJSON   func(T) W
	fromJSON func(W) T
}

func wireOf[T interface{ Same(T) bool }, W any](b *rules.BlockOf[T], toJSON func(T) W, fromJSON func(W) T) wire {
	return typedWire[T, W]{b, toJSON, fromJSON}
}

func (w typedWire[T, W]) block() rules.Block { return w.BlockOf }

func (w typedWire[T, W]) encode(s rules.AccessSettings) any { return w.toJSON(w.Of(s)) }

func (w typedWire[T, W]) decode(data json.RawMessage, into *rules.AccessSettings) error {
	var value W
	if err := json.Unmarshal(data, &value); err != nil {
		return err
	}
	w.Copy(into, w.Only(w.fromJSON(value)))
	return nil
}

// body returns the blocks of a change by their names.
func (c AccessChange) body(wires []wire) map[string]any {
	body := map[string]any{}
	for _, w := range wires {
		if slices.Contains(c.Blocks, w.block()) {
			body[w.block().String()] = w.encode(c.Settings)
		}
	}
	return body
}

// decodeSettings reads the blocks of an answer. One that is missing in it is as one
// that is null.
func decodeSettings(data []byte, wires []wire) (rules.AccessSettings, error) {
	var s rules.AccessSettings
	var members map[string]json.RawMessage
	err := json.Unmarshal(data, &members)
	for _, w := range wires {
		if value, there := members[w.block().String()]; there {
			err = cmp.Or(err, w.decode(value, &s))
		}
	}
	return s, err
}

// saysMore reports whether an answer has a value that what was read of it does not
// hold. The service shows properties that its schema does not declare, such as
// protectedContentSharing; in a new entry their members are null (graph-cross-tenant
// §1.5).
func saysMore(answer, held map[string]any) bool {
	for name, value := range answer {
		if value == nil || strings.Contains(name, "@odata.") {
			continue
		}
		known, isHeld := held[name]
		if object, ok := value.(map[string]any); ok {
			inner, _ := known.(map[string]any)
			isHeld = !saysMore(object, inner)
		}
		if !isHeld {
			return true
		}
	}
	return false
}

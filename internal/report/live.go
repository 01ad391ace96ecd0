package report

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
)

// Live reads the tenants of a provider block, whose arguments are JSON. It returns them
// in the format of terraform show -json for a state, with one member more: read has
// the keys of the tenants by the types that were read of them completely.
type Live func(ctx context.Context, block json.RawMessage, ask Ask) ([]byte, error)

// Ask is what a report of tenants shows.
type Ask struct {
	// Users is whether external users are read.
	Users bool
	edges []Edge
}

// Edge is an edge to check, in the words of multitenant_topology_check.
type Edge struct {
	Source       string   `json:"source"`
	Target       string   `json:"target"`
	Capabilities []string `json:"capabilities"`
}

// Declared is whether the command line names the edges. Otherwise nothing that a check
// finds is undeclared.
func (a Ask) Declared() bool { return len(a.edges) > 0 }

// Edges are the edges to check in tenants that were read: those of the command line,
// or those that the entries grant.
func (a Ask) Edges(read []byte) ([]Edge, error) {
	if a.Declared() {
		return a.edges, nil
	}
	var d document
	if err := json.Unmarshal(read, &d); err != nil {
		return nil, err
	}
	return grantedEdges(gather(&d, nil)), nil
}

func parseEdge(text string) (Edge, error) {
	ends, capabilities, given := strings.Cut(text, "=")
	source, target, ok := strings.Cut(ends, ":")
	e := Edge{source, target, byCollaboration[:1]}
	if given {
		e.Capabilities = strings.Split(capabilities, ",")
	}
	if !ok || source == "" || target == "" || slices.Contains(e.Capabilities, "") {
		return e, errors.New("must be the keys of two tenants with a colon between them, and after = capabilities of multitenant_topology_check")
	}
	return e, nil
}

// grantedBy are the capabilities that settings of an entry grant in the target. Those of
// Microsoft 365 are left out: default settings grant some of them to every tenant.
var grantedBy = map[string]string{
	"b2b_collaboration_inbound":                               "b2b_collaboration",
	"b2b_direct_connect_inbound":                              "direct_connect",
	"inbound_trust.is_mfa_accepted":                           "trust_mfa",
	"inbound_trust.is_compliant_device_accepted":              "trust_compliant_device",
	"inbound_trust.is_hybrid_azure_ad_joined_device_accepted": "trust_hybrid_device",
	"automatic_user_consent.inbound_allowed":                  "auto_redeem",
	"identity_synchronization.user_sync_allowed":              "sync",
}

// grantedEdges are the edges between tenants of the provider block whose target has an entry
// that grants something, with what it grants.
func grantedEdges(e *estate) []Edge {
	var all []Edge
	for at := range maps.Keys(e.after.entries) {
		own, other := at.source, at.target
		if own.key == "" || other.key == "" {
			continue
		}
		edge := Edge{Source: other.key, Target: own.key}
		for _, s := range settings {
			v := s.judge(e.facts(&e.after, own, other))
			if capability := grantedBy[s.name]; capability != "" && !v.fallback && (v.class == open || v.class == limited) {
				edge.Capabilities = append(edge.Capabilities, capability)
			}
		}
		if len(edge.Capabilities) > 0 {
			all = append(all, edge)
		}
	}
	slices.SortFunc(all, func(a, b Edge) int { return natural(a.Source+" "+a.Target, b.Source+" "+b.Target) })
	return all
}

package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Edge declares that users of the source tenant (their home tenant) work in the
// target tenant (the resource tenant).
type Edge struct {
	// Key is source and target as EdgeKey joins them.
	Key            string
	Source, Target string
	// SameCloud is the result of the function SameCloud for the two clouds.
	SameCloud bool
	Mechanism Mechanism
}

// Mechanism is the most capable way that a pair of clouds has to create the users
// of an edge in the target tenant.
type Mechanism string

// The mechanisms (graph-cross-tenant §4.9).
const (
	// Sync is cross-tenant synchronization within a cloud.
	Sync Mechanism = "sync"
	// CrossCloudSync is cross-tenant synchronization between clouds. It needs
	// manual steps and another license.
	CrossCloudSync Mechanism = "cross_cloud_sync"
	// Invitation is B2B collaboration without synchronization.
	Invitation Mechanism = "invitation"
)

// Kind is the shape of a topology.
type Kind string

// The shapes (user-management-scenarios, "Choose the right topology").
const (
	// Mesh lets the users of every tenant work in every other tenant.
	Mesh Kind = "mesh"
	// Hub is the single resource tenant: the users of every other tenant work in
	// the hub. Several hubs are several such topologies combined, so the users of
	// one hub work in the other hubs too.
	Hub Kind = "hub"
	// Listed is any other shape: its edges are listed one by one.
	Listed Kind = "edges"
)

// Kinds lists the shapes.
func Kinds() []Kind { return []Kind{Mesh, Hub, Listed} }

// The positions of the arguments of Edges. Names are counted from argumentNames.
const (
	argumentKind = iota
	argumentTenants
	argumentNames
)

// ArgumentError is an invalid argument of Edges.
type ArgumentError struct {
	// Argument is 0 for the kind, 1 for the tenants, and 2 and up for the names,
	// one by one.
	Argument int
	Problem  string
}

// Error says what is wrong with the argument.
func (e *ArgumentError) Error() string { return e.Problem }

// Edges lists the edges of a topology, ordered by source and target. Tenants maps
// the key of each tenant to its cloud. Names are the keys of the hubs when the kind
// is Hub, and the keys of all edges when it is Listed. The error is an
// *ArgumentError.
//
// A pair of clouds without B2B collaboration is an error and not a fourth
// mechanism: such an edge cannot be set up, and one that is omitted silently would
// be noticed only by its users.
func Edges(kind Kind, tenants map[string]string, names ...string) ([]Edge, error) {
	if err := checkTenants(tenants); err != nil {
		return nil, err
	}
	pairs, err := pairsOf(kind, tenants, names)
	if err != nil {
		return nil, err
	}
	var edges []Edge
	for _, p := range pairs {
		from, to := tenants[p.source], tenants[p.target]
		mechanism, ok := MechanismBetween(from, to)
		if !ok {
			return nil, &ArgumentError{argumentTenants, unreachable(p.source, p.target, tenants)}
		}
		edges = append(edges, Edge{EdgeKey(p.source, p.target), p.source, p.target, SameCloud(from, to), mechanism})
	}
	return edges, nil
}

func unreachable(source, target string, tenants map[string]string) string {
	return fmt.Sprintf("tenant %q in cloud %s and tenant %q in cloud %s cannot share users: there is no B2B collaboration between"+
		" the two clouds; remove one of the tenants, or make a tenant of the public cloud the hub", source, tenants[source], target, tenants[target])
}

type pair struct{ source, target string }

// pairsOf returns the ends of the edges, in order.
func pairsOf(kind Kind, tenants map[string]string, names []string) ([]pair, error) {
	switch {
	case !slices.Contains(Kinds(), kind):
		return nil, &ArgumentError{argumentKind, fmt.Sprintf("%q is not a kind of topology; the kinds are %s", kind, list(Kinds()))}
	case kind == Mesh && len(names) > 0:
		return nil, &ArgumentError{argumentNames, "a mesh has no hubs"}
	case kind == Hub && len(names) == 0:
		return nil, &ArgumentError{argumentKind, "a hub topology needs the key of at least one tenant as its hub"}
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return nil, &ArgumentError{argumentNames + i, fmt.Sprintf("%q is named twice", name)}
		}
	}
	if kind == Listed {
		return listedPairs(tenants, names)
	}
	return pairsTo(kind, tenants, names)
}

// pairsTo returns the pairs from every tenant to every hub, or to every other
// tenant.
func pairsTo(kind Kind, tenants map[string]string, hubs []string) ([]pair, error) {
	sources := slices.Sorted(maps.Keys(tenants))
	targets := sources
	if kind == Hub {
		targets = slices.Sorted(slices.Values(hubs))
	}
	for i, hub := range hubs {
		if _, ok := tenants[hub]; !ok {
			return nil, &ArgumentError{argumentNames + i, fmt.Sprintf("hub %q is none of the tenants", hub)}
		}
	}
	var pairs []pair
	for _, source := range sources {
		for _, target := range targets {
			if source != target {
				pairs = append(pairs, pair{source, target})
			}
		}
	}
	return pairs, nil
}

func listedPairs(tenants map[string]string, keys []string) ([]pair, error) {
	pairs := make([]pair, 0, len(keys))
	for i, key := range keys {
		source, target, ok := strings.Cut(key, arrowInKey)
		if !ok {
			return nil, &ArgumentError{argumentNames + i, fmt.Sprintf("%q is no edge; an edge is written as source->target", key)}
		}
		for _, end := range []string{source, target} {
			if _, ok := tenants[end]; !ok {
				return nil, &ArgumentError{argumentNames + i, fmt.Sprintf("%q, an end of edge %q, is none of the tenants", end, key)}
			}
		}
		if source == target {
			return nil, &ArgumentError{argumentNames + i, fmt.Sprintf("edge %q leads from a tenant to itself", key)}
		}
		pairs = append(pairs, pair{source, target})
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(strings.Compare(a.source, b.source), strings.Compare(a.target, b.target))
	})
	return pairs, nil
}

const arrowInKey = "->"

// EdgeKey is the key of an edge, such as "contoso->fabrikam".
func EdgeKey(source, target string) string { return source + arrowInKey + target }

// checkTenants checks that keys of edges are unambiguous and clouds known.
func checkTenants(tenants map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(tenants)) {
		switch cloud := tenants[key]; {
		case key == "":
			return &ArgumentError{argumentTenants, "the key of a tenant is empty"}
		case strings.Contains(key, arrowInKey) || strings.HasSuffix(key, "-") || strings.HasPrefix(key, ">"):
			return &ArgumentError{argumentTenants, fmt.Sprintf("%q is no key of a tenant: it cannot be told from the arrow in the key of an edge", key)}
		case CloudEndpoint(cloud) == "":
			return &ArgumentError{argumentTenants, fmt.Sprintf("%q, the cloud of tenant %q, is not a cloud; the clouds are %s",
				cloud, key, list(slices.Sorted(maps.Keys(cloudEndpoints))))}
		}
	}
	return nil
}

// MechanismBetween is the mechanism for users of a tenant in cloud source who work
// in a tenant in cloud target. It is false if the two have no B2B collaboration:
// every pair of clouds that can be enabled for each other includes the public cloud
// (graph-cross-tenant §1.3).
//
// The documentation on synchronization within China contradicts itself; the page on
// configuring it, which is newer, lists it (graph-cross-tenant §4.9).
func MechanismBetween(source, target string) (Mechanism, bool) {
	public := cloudEndpoints["public"]
	switch from, to := CloudEndpoint(source), CloudEndpoint(target); {
	case SameCloud(source, target):
		return Sync, true
	case from == public && to != "", to == public && from == cloudEndpoints["usgovernment"]:
		return CrossCloudSync, true
	case to == public && from != "":
		return Invitation, true
	}
	return "", false
}

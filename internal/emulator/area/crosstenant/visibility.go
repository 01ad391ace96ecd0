package crosstenant

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Visibility asks what a user of one tenant sees of a user of another. Tenants are
// given by key or id, users by id or address.
type Visibility struct {
	ViewerTenant string `json:"viewer_tenant"`
	Viewer       string `json:"viewer"`
	OwnerTenant  string `json:"owner_tenant"`
	Owner        string `json:"owner"`
	// Feature is one feature; empty for all.
	Feature Feature `json:"feature"`
}

// Sight is what the viewer sees of the owner for one feature, and why.
type Sight struct {
	Feature Feature `json:"feature"`
	// Sees is the level: "nothing", "times", "details", "limited" or "all".
	Sees string `json:"sees"`
	// DecidedBy is "legacy" or "policy".
	DecidedBy string `json:"decided_by"`
	// AfterLegacy is the level without the legacy objects that decide now.
	AfterLegacy string `json:"after_legacy,omitempty"`
	// Because are the settings in the order in which they are evaluated, the legacy
	// objects first.
	Because []Reason `json:"because"`
}

// What decides about a feature.
const (
	ByLegacy = "legacy"
	ByPolicy = "policy"
)

// Reason is one setting and what it says.
type Reason struct {
	// Layer is "legacy", "rollout", "cloud", "entry", "trust", "outbound" or
	// "capability".
	Layer string `json:"layer"`
	// Tenant is the key of the tenant that has the setting.
	Tenant string `json:"tenant"`
	// Setting is the path of the setting in that tenant, or the legacy object.
	Setting string `json:"setting"`
	// Holds reports whether the setting lets the viewer see something.
	Holds bool   `json:"holds"`
	Says  string `json:"says"`
}

// Legacy are the objects of Exchange that take precedence over the policy while they
// are active (m365-capabilities §1). Its values are plain, so that the area of
// Exchange implements it without knowing this one.
type Legacy interface {
	// Shares lists the active objects of the owner's tenant that name the viewer's
	// tenant for a feature, with the level that each shows of the owner: "nothing" for
	// an owner outside its scope.
	Shares(owner, viewer *kernel.Directory, feature, ownerID string, at kernel.Moment) map[string]string
	// Routes lists the active objects of the viewer's tenant that name the owner's
	// tenant for a feature, so that the viewer's requests do not reach the policy.
	Routes(viewer, owner *kernel.Directory, feature, viewerID string, at kernel.Moment) []string
}

// Sights answers a question from the stored state, regardless of replication.
// Without legacy objects, legacy is nil.
func Sights(w *kernel.World, v Visibility, legacy Legacy) ([]Sight, error) {
	t, ok := w.TenantByKey(v.OwnerTenant)
	if !ok {
		return nil, refusal.NoTenant(v.OwnerTenant)
	}
	var sights []Sight
	err := w.Read(t.ID, func(d *kernel.Directory, at kernel.Moment) error {
		e, err := edgeOf(d, v, at)
		if err != nil {
			return err
		}
		rows, err := asked(v.Feature)
		if err != nil {
			return err
		}
		for _, row := range rows {
			sights = append(sights, e.sight(row, legacy))
		}
		return nil
	})
	return sights, err
}

// asked are the rows of a feature, or of all features between tenants.
func asked(f Feature) ([]featureRow, error) {
	rows := slices.DeleteFunc(slices.Clone(featureRows), func(r featureRow) bool {
		return r.trust == "" || f != "" && r.feature != f
	})
	if len(rows) == 0 {
		return nil, refusal.BadRequest("'%s' is not a feature between tenants.", f)
	}
	return rows, nil
}

// edge is a viewer and an owner, each in its tenant.
type edge struct {
	owner, viewer   *kernel.Directory
	ownerAs, viewAs Person
	at              kernel.Moment
}

func edgeOf(d *kernel.Directory, v Visibility, at kernel.Moment) (edge, error) {
	viewer, ok := d.Named(v.ViewerTenant)
	if !ok {
		return edge{}, refusal.NoTenant(v.ViewerTenant)
	}
	if viewer == d {
		return edge{}, refusal.BadRequest("Owner and viewer are in the same tenant '%s'.", d.Key)
	}
	owned, viewing := member(d, v.Owner), member(viewer, v.Viewer)
	switch {
	case owned == nil:
		return edge{}, refusal.NotFound(v.Owner)
	case viewing == nil:
		return edge{}, refusal.NotFound(v.Viewer)
	}
	ownerAs := PersonOf(d, owned)
	if !at.Settings.NestedGroupsAreOutOfScope {
		ownerAs.Groups = directory.AllGroupsOf(d, owned.ID)
	}
	return edge{d, viewer, ownerAs, PersonOf(viewer, viewing), at}, nil
}

// member finds an internal user by id or address.
func member(d *kernel.Directory, key string) *directory.User {
	if !schema.IsGUID(key) {
		u, _ := Account(d, key)
		return u
	}
	u := directory.Users.Truth(d, strings.ToLower(key))
	if u == nil || u.External() {
		return nil
	}
	return u
}

// sight evaluates the policy, and before it the legacy objects.
func (e edge) sight(row featureRow, legacy Legacy) Sight {
	level, reasons := e.policy(row)
	s := Sight{Feature: row.feature, Sees: level, DecidedBy: ByPolicy, Because: reasons}
	if legacy == nil {
		return s
	}
	old, shown := e.legacy(row, legacy)
	if len(old) == 0 {
		return s
	}
	s.Sees, s.DecidedBy, s.AfterLegacy, s.Because = shown, ByLegacy, level, append(old, reasons...)
	return s
}

// legacy returns the legacy objects of both tenants, and what they show together:
// the most that an object of the owner's tenant shows. An object of the viewer's
// tenant alone shows nothing, because the owner's tenant answers the request the old
// way.
func (e edge) legacy(row featureRow, legacy Legacy) (reasons []Reason, level string) {
	level = Nothing
	shares := legacy.Shares(e.owner, e.viewer, string(row.feature), e.ownerAs.ID, e.at)
	for _, object := range slices.Sorted(maps.Keys(shares)) {
		shows := shares[object]
		if row.rank(shows) > row.rank(level) {
			level = shows
		}
		reasons = append(reasons, Reason{"legacy", e.owner.Key, object, shows != Nothing, "shows " + shows})
	}
	for _, object := range slices.Sorted(slices.Values(legacy.Routes(e.viewer, e.owner, string(row.feature), e.viewAs.ID, e.at))) {
		reasons = append(reasons, Reason{"legacy", e.viewer.Key, object, true, "requests do not reach the policy"})
	}
	return reasons, level
}

// rank orders the levels of a feature; nothing is -1.
func (r featureRow) rank(shows string) int {
	return slices.IndexFunc(r.levels, func(l level) bool { return l.shows == shows })
}

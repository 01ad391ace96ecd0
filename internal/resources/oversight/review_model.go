package oversight

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

type reviewModel struct {
	Tenants           types.Set                  `tfsdk:"tenants"`
	UserType          types.String               `tfsdk:"user_type"`
	InactiveDays      types.Int64                `tfsdk:"inactive_days"`
	PendingDays       types.Int64                `tfsdk:"pending_days"`
	NeverSignedInDays types.Int64                `tfsdk:"never_signed_in_days"`
	Thresholds        map[string]thresholdsModel `tfsdk:"thresholds"`
	Sponsors          types.Bool                 `tfsdk:"sponsors"`
	HomeTenants       types.Bool                 `tfsdk:"home_tenants"`
	Deleted           types.Bool                 `tfsdk:"deleted"`
	Maximum           types.Int64                `tfsdk:"maximum"`

	Reviews map[string]tenantReview `tfsdk:"reviews"`
	Unread  map[string]types.String `tfsdk:"unread"`
}

type thresholdsModel struct {
	InactiveDays      types.Int64 `tfsdk:"inactive_days"`
	PendingDays       types.Int64 `tfsdk:"pending_days"`
	NeverSignedInDays types.Int64 `tfsdk:"never_signed_in_days"`
}

type tenantReview struct {
	Guests    int64                   `tfsdk:"guests"`
	Pending   int64                   `tfsdk:"pending"`
	Accepted  int64                   `tfsdk:"accepted"`
	Disabled  int64                   `tfsdk:"disabled"`
	Classes   map[string]classModel   `tfsdk:"classes"`
	UsersJSON string                  `tfsdk:"users_json"`
	Unread    map[string]types.String `tfsdk:"unread"`
}

type classModel struct {
	Number  int64    `tfsdk:"number"`
	UserIDs []string `tfsdk:"user_ids"`
}

// reviewedJSON is a guest in users_json, with the names of the documentation.
type reviewedJSON struct {
	UserID            string             `json:"user_id"`
	UserPrincipalName string             `json:"user_principal_name"`
	Mail              string             `json:"mail,omitempty"`
	DisplayName       string             `json:"display_name"`
	UserType          string             `json:"user_type,omitempty"`
	AccountEnabled    bool               `json:"account_enabled"`
	State             string             `json:"external_user_state,omitempty"`
	Created           time.Time          `json:"created_date_time,omitzero"`
	Deleted           time.Time          `json:"deleted_date_time,omitzero"`
	LastSignIn        time.Time          `json:"last_sign_in,omitzero"`
	DaysInactive      *int               `json:"days_inactive,omitempty"`
	Sponsors          *int               `json:"sponsors,omitempty"`
	Classes           []rules.GuestClass `json:"classes"`
}

// The defaults of the thresholds and of the number of guests that are listed.
const (
	inactiveDays      = 90
	pendingDays       = 30
	neverSignedInDays = 30
	mostListed        = 1000
)

// limits are the thresholds of a tenant: its own, then those for all tenants.
func (m reviewModel) limits(key string) rules.ReviewThresholds {
	own := m.Thresholds[key]
	days := func(own, shared types.Int64, standard int64) int {
		for _, v := range []types.Int64{own, shared} {
			if tfkit.Known(v) {
				return int(v.ValueInt64())
			}
		}
		return int(standard)
	}
	return rules.ReviewThresholds{
		InactiveDays: days(own.InactiveDays, m.InactiveDays, inactiveDays), PendingDays: days(own.PendingDays, m.PendingDays, pendingDays),
		NeverSignedInDays: days(own.NeverSignedInDays, m.NeverSignedInDays, neverSignedInDays),
	}
}

func (m reviewModel) most() int {
	if m.Maximum.IsNull() {
		return mostListed
	}
	return int(m.Maximum.ValueInt64())
}

// review puts the guests of a tenant into classes. Those that were not read are left
// out, and a class that depends on them too: it is not empty but unknown.
func (m reviewModel) review(t *tenant.Tenant, d directory) tenantReview {
	r := tenantReview{Guests: int64(len(d.users)), Classes: map[string]classModel{}, Unread: map[string]types.String{}}
	for _, class := range d.looked(m) {
		r.Classes[string(class)] = classModel{UserIDs: []string{}}
	}
	if d.signIns != nil {
		r.Unread["sign_ins"] = types.StringValue(whyNoSignIns(t, d.signIns))
	}
	if d.sponsorErr != nil {
		r.Unread["sponsors"] = types.StringValue(tfkit.WhyUnread(t, d.sponsorErr))
	}
	if d.gone != nil {
		r.Unread["home_tenants"] = types.StringValue(tfkit.WhyUnread(t, d.gone))
	}
	if d.bin != nil {
		r.Unread["deleted"] = types.StringValue(tfkit.WhyUnread(t, d.bin))
	}
	limits, most, listed := m.limits(t.Key), m.most(), []reviewedJSON{}
	for _, u := range inOrder(slices.Concat(d.users, d.deleted)) {
		facts, classes := rules.ReviewedGuest{}, []rules.GuestClass{rules.GuestDeleted}
		if u.Deleted.IsZero() {
			facts = d.facts(u)
			r.count(facts)
			classes = rules.ReviewGuest(facts, limits, d.now)
		}
		r.put(u.ID, classes, most)
		if len(classes) > 0 && len(listed) < most {
			listed = append(listed, d.listed(u, facts, classes))
		}
	}
	text, _ := json.Marshal(listed) // texts, times and numbers
	r.UsersJSON = string(text)
	return r
}

// inOrder sorts users by the time of their creation.
func inOrder(users []graph.ReviewedUser) []graph.ReviewedUser {
	slices.SortFunc(users, func(a, b graph.ReviewedUser) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return users
}

// put counts a user in its classes.
func (r *tenantReview) put(id string, classes []rules.GuestClass, most int) {
	for _, class := range classes {
		c := r.Classes[string(class)]
		if c.Number++; len(c.UserIDs) < most {
			c.UserIDs = append(c.UserIDs, id)
		}
		r.Classes[string(class)] = c
	}
}

func (r *tenantReview) count(g rules.ReviewedGuest) {
	if g.Pending {
		r.Pending++
	} else {
		r.Accepted++
	}
	if !g.Enabled {
		r.Disabled++
	}
}

// looked lists the classes whose facts were read.
func (d directory) looked(m reviewModel) []rules.GuestClass {
	unread := map[rules.GuestClass]bool{
		rules.GuestNeverSignedIn: d.signIns != nil, rules.GuestInactive: d.signIns != nil,
		rules.GuestWithoutSponsor: !m.Sponsors.ValueBool() || d.sponsorErr != nil, rules.GuestHomeGone: !m.HomeTenants.ValueBool() || d.gone != nil,
		rules.GuestDeleted: !m.Deleted.ValueBool() || d.bin != nil,
	}
	return slices.DeleteFunc(rules.GuestClasses(), func(c rules.GuestClass) bool { return unread[c] })
}

func (d directory) facts(u graph.ReviewedUser) rules.ReviewedGuest {
	g := rules.ReviewedGuest{Pending: u.ExternalUserState == graph.PendingAcceptance, Enabled: u.AccountEnabled, Since: u.StateChanged}
	if g.Since.Before(u.Created) {
		g.Since = u.Created
	}
	if d.signIns == nil {
		g.LastSignIn = rules.Known(u.LastSignIn())
	}
	if d.sponsors != nil && d.sponsorErr == nil {
		g.Sponsored = rules.Known(d.sponsors[u.ID] > 0)
	}
	if d.goneDomains != nil {
		g.HomeGone = rules.Known(fromTenant(u) && d.goneDomains[homeDomain(u)])
	}
	return g
}

func (d directory) listed(u graph.ReviewedUser, g rules.ReviewedGuest, classes []rules.GuestClass) reviewedJSON {
	row := reviewedJSON{
		UserID: u.ID, UserPrincipalName: u.UserPrincipalName, Mail: u.Mail, DisplayName: u.DisplayName, UserType: u.UserType,
		AccountEnabled: u.AccountEnabled, State: u.ExternalUserState, Created: u.Created.UTC(), Classes: classes,
	}
	if !u.Deleted.IsZero() {
		row.Deleted = u.Deleted.UTC()
		return row
	}
	if last, looked := g.LastSignIn.Get(); looked && !last.IsZero() {
		days := rules.Days(last, d.now)
		row.LastSignIn, row.DaysInactive = last.UTC(), &days
	}
	if d.sponsors != nil && d.sponsorErr == nil {
		n := d.sponsors[u.ID]
		row.Sponsors = &n
	}
	return row
}

package oversight

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ datasource.DataSourceWithConfigure = (*guestReview)(nil)

// guestReview is multitenant_guest_review.
type guestReview struct{ tfkit.DataSource }

func newGuestReview() datasource.DataSource { return &guestReview{} }

func (d *guestReview) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_guest_review"
}

func (d *guestReview) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m reviewModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	tenants := chosen(&d.Data, m.Tenants, &resp.Diagnostics)
	for key := range m.Thresholds {
		if _, err := d.Tenants.Get(key); err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("thresholds").AtMapKey(key), "Unknown tenant", "Cannot read: "+err.Error()+".")
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	var domains homes
	if m.HomeTenants.ValueBool() {
		domains = homesOf(ctx, d.Tenants)
	}
	answers := readEach(ctx, tenants, func(ctx context.Context, t *tenant.Tenant) (directory, error) { return m.read(ctx, t, domains) })
	m.Reviews, m.Unread = map[string]tenantReview{}, map[string]types.String{}
	for _, t := range tenants {
		if err := answers[t].err; err != nil {
			m.Unread[t.Key] = types.StringValue(tfkit.WhyUnread(t, err))
			continue
		}
		m.Reviews[t.Key] = m.review(t, answers[t].value)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// directory is what a tenant has answered: its guests, and what could be read of
// them.
type directory struct {
	users []graph.ReviewedUser
	// signIns, sponsors and gone are why the fact was not read; nil if it was, or was
	// not asked for.
	signIns, sponsorErr, gone, bin error
	// sponsors is nil unless it was read; goneDomains likewise.
	sponsors    map[string]int
	goneDomains map[string]bool
	// deleted are in the recycle bin.
	deleted []graph.ReviewedUser
	now     time.Time
}

// read lists the guests of a tenant, without the last sign-ins if the tenant does not
// show them.
func (m reviewModel) read(ctx context.Context, t *tenant.Tenant, domains homes) (directory, error) {
	var d directory
	d.users, d.signIns = t.Graph.ReviewedUsers(ctx, true)
	if d.signIns != nil && errors.Is(d.signIns, service.ErrForbidden) {
		var err error
		if d.users, err = t.Graph.ReviewedUsers(ctx, false); err != nil {
			return d, err
		}
	} else if d.signIns != nil {
		return d, d.signIns
	}
	d.users = slices.DeleteFunc(d.users, func(u graph.ReviewedUser) bool { return !m.reviews(u) })
	if m.Sponsors.ValueBool() {
		d.sponsors, d.sponsorErr = t.Graph.UsersWithSponsors(ctx)
	}
	if m.HomeTenants.ValueBool() {
		d.goneDomains, d.gone = goneDomains(ctx, t, d.users, domains)
	}
	if m.Deleted.ValueBool() {
		d.deleted, d.bin = t.Graph.DeletedGuests(ctx)
		d.deleted = slices.DeleteFunc(d.deleted, func(u graph.ReviewedUser) bool { return !m.reviews(u) })
	}
	d.now = serviceNow(t)
	return d, nil
}

func (m reviewModel) reviews(u graph.ReviewedUser) bool {
	return m.UserType.IsNull() || u.UserType == m.UserType.ValueString()
}

// goneDomains looks up the domains of users of other tenants, and returns those that
// no tenant has. Domains of the provider's tenants are known to exist.
func goneDomains(ctx context.Context, t *tenant.Tenant, users []graph.ReviewedUser, known homes) (map[string]bool, error) {
	domains := map[string]bool{}
	for _, u := range users {
		if domain := homeDomain(u); domain != "" && known.domains[domain] == "" && fromTenant(u) {
			domains[domain] = true
		}
	}
	names := make([]string, 0, len(domains))
	for name := range domains {
		names = append(names, name)
	}
	owners, err := share.Together(ctx, mostTenants, names, t.Graph.TenantByDomain)
	if err != nil {
		return nil, err
	}
	gone := map[string]bool{}
	for name, owner := range owners {
		gone[name] = owner == ""
	}
	return gone, nil
}

// fromTenant reports whether a user signs in with an account of another tenant
// (graph-identity §1.6).
func fromTenant(u graph.ReviewedUser) bool {
	return slices.ContainsFunc(u.Identities, func(i graph.Identity) bool { return i.Issuer == "ExternalAzureAD" })
}

// homeDomain is the domain of a user's address in lower case, empty without one.
func homeDomain(u graph.ReviewedUser) string {
	address := u.Mail
	if address == "" && len(u.OtherMails) > 0 {
		address = u.OtherMails[0]
	}
	if address == "" {
		// ana_contoso.example#EXT#@… (graph-identity §1.6).
		local, _, external := strings.Cut(u.UserPrincipalName, "#EXT#")
		if !external {
			return ""
		}
		return strings.ToLower(local[strings.LastIndexByte(local, '_')+1:])
	}
	return strings.ToLower(address[strings.LastIndexByte(address, '@')+1:])
}

// codeNoLicense is the refusal of sign-in activity without Entra ID P1
// (graph-identity §2.8).
const codeNoLicense = "Authentication_RequestFromNonPremiumTenantOrB2CTenant"

// whyNoSignIns is the reason why sign-ins were not read: a permission or a license.
func whyNoSignIns(t *tenant.Tenant, err error) string {
	var call *service.Error
	if errors.As(err, &call) && strings.EqualFold(call.Code, codeNoLicense) {
		return fmt.Sprintf("Tenant %q has no Microsoft Entra ID P1, which the last sign-ins need (%d %s).", t.Key, call.Status, call.Code)
	}
	return tfkit.WhyUnread(t, err)
}

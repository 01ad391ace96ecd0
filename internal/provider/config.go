package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// readConfig reads the provider block. It reports all unknown settings in one
// diagnostic: with any of them, no tenant can be planned.
func readConfig(ctx context.Context, raw tfsdk.Config, diags *diag.Diagnostics) (tenant.Config, bool) {
	var tenants types.Map
	diags.Append(raw.GetAttribute(ctx, path.Root("tenants"), &tenants)...)
	if diags.HasError() {
		return tenant.Config{}, false
	}
	config := tenant.Config{Tenants: map[string]tenant.Entry{}, Defaults: tenant.Credential{}}
	var unknown []string
	note := func(name string, v attr.Value) bool {
		if v.IsUnknown() {
			unknown = append(unknown, name)
		}
		return v.IsUnknown()
	}
	config.WriteShare = readShare(ctx, raw, note, diags)
	for _, s := range tenant.Settings() {
		v, problems := setting(ctx, raw, s)
		diags.Append(problems...)
		if !note(string(s), v) {
			config.Defaults[s] = text(v)
		}
	}
	if !note("tenants", tenants) {
		config.Tenants = readEntries(tenants, note)
	}
	if len(unknown) > 0 {
		diags.AddError("Provider settings are not known yet", fmt.Sprintf(
			"The provider cannot plan anything while these settings depend on resources that are not applied yet: %s. Give them"+
				" values that are known before the plan, such as variables, or apply those resources first with -target.",
			strings.Join(unknown, ", ")))
	}
	return config, !diags.HasError()
}

// readEntries reads the entries that are known, and notes the others.
func readEntries(tenants types.Map, note func(string, attr.Value) bool) map[string]tenant.Entry {
	entries := map[string]tenant.Entry{}
	for _, key := range slices.Sorted(maps.Keys(tenants.Elements())) {
		name := fmt.Sprintf("tenants[%q]", key)
		v := tenants.Elements()[key]
		entry, ok := v.(types.Object)
		if note(name, v) || !ok {
			continue
		}
		entries[key] = readEntry(name, entry, note)
	}
	return entries
}

// readShare reads the part of the write quota; 0 without one.
func readShare(ctx context.Context, raw tfsdk.Config, note func(string, attr.Value) bool, diags *diag.Diagnostics) float64 {
	var share types.Float64
	diags.Append(raw.GetAttribute(ctx, path.Root("write_share"), &share)...)
	note("write_share", share)
	return share.ValueFloat64()
}

// setting reads one credential setting outside the tenants map.
func setting(ctx context.Context, raw tfsdk.Config, s tenant.Setting) (attr.Value, diag.Diagnostics) {
	switch s {
	case tenant.UseOIDC, tenant.UseMSI, tenant.UseCLI:
		var v types.Bool
		diags := raw.GetAttribute(ctx, path.Root(string(s)), &v)
		return v, diags
	}
	var v types.String
	diags := raw.GetAttribute(ctx, path.Root(string(s)), &v)
	return v, diags
}

func readEntry(name string, entry types.Object, note func(string, attr.Value) bool) tenant.Entry {
	values := entry.Attributes()
	for _, attribute := range slices.Sorted(maps.Keys(values)) {
		note(name+"."+attribute, values[attribute])
	}
	credential := tenant.Credential{}
	for _, s := range tenant.Settings() {
		credential[s] = text(values[string(s)])
	}
	read := tenant.Entry{TenantID: text(values["tenant_id"]), Cloud: text(values["cloud"]), Credential: credential}
	if endpoints, ok := values["endpoints"].(types.Object); ok && !endpoints.IsNull() {
		e := endpoints.Attributes()
		for _, attribute := range slices.Sorted(maps.Keys(e)) {
			note(name+".endpoints."+attribute, e[attribute])
		}
		read.Endpoints = tenant.Endpoints{
			Authority: text(e["authority"]), Graph: text(e["graph"]), Exchange: text(e["exchange"]),
			GraphAudience: text(e["graph_audience"]), ExchangeAudience: text(e["exchange_audience"]),
		}
	}
	return read
}

// text returns a known value for package tenant; null and unknown are empty.
func text(v attr.Value) string {
	switch v := v.(type) {
	case types.String:
		return v.ValueString()
	case types.Bool:
		if !v.IsNull() && !v.IsUnknown() {
			return strconv.FormatBool(v.ValueBool())
		}
	}
	return ""
}

// readChecks reads the severities of the plan checks, which the schema has
// validated. An unknown severity keeps its default until it is known.
func readChecks(ctx context.Context, raw tfsdk.Config, diags *diag.Diagnostics) rules.Severities {
	var chosen types.Map
	diags.Append(raw.GetAttribute(ctx, path.Root("plan_checks"), &chosen)...)
	checks := map[string]string{}
	for code, v := range chosen.Elements() {
		if severity := text(v); severity != "" {
			checks[code] = severity
		}
	}
	severities, err := rules.ParseSeverities(checks)
	if err != nil {
		diags.AddAttributeError(path.Root("plan_checks"), "Invalid plan check", "Cannot read plan_checks: "+err.Error()+".")
	}
	return severities
}

// report converts a problem to a diagnostic, at the attribute's path when the
// cause is in the configuration and not in the environment.
func report(p *tenant.Problem, diags *diag.Diagnostics) {
	summary := fmt.Sprintf("%s for tenant %q", p.Summary, p.Tenant)
	at := path.Root("tenants").AtMapKey(p.Tenant)
	switch {
	case p.Setting != "" && p.Source.Level == tenant.InTenant:
		at = at.AtName(string(p.Setting))
	case p.Setting != "" && p.Source.Level == tenant.InProvider:
		at = path.Root(string(p.Setting))
	}
	diags.AddAttributeError(at, summary, p.Detail)
}

package provider

import (
	"context"
	"maps"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// keyPattern allows keys that fit into environment variable names and before the
// slash of an import id.
var keyPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,62}$`)

// Schema describes the provider block.
func (p *multitenant) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	attributes := credentialAttributes("Default for all tenants. ")
	attributes["tenants"] = schema.MapNestedAttribute{
		Required: true,
		MarkdownDescription: "The tenants of this provider, by keys of your choice, which resources refer to. A key is" +
			" a letter, followed by letters, digits, `_` and `-`.",
		Validators: []validator.Map{
			mapvalidator.SizeAtLeast(1),
			mapvalidator.KeysAre(stringvalidator.RegexMatches(keyPattern,
				"a key is a letter, followed by up to 62 letters, digits, _ and -")),
		},
		NestedObject: schema.NestedAttributeObject{Attributes: tenantAttributes()},
	}
	attributes["plan_checks"] = schema.MapAttribute{
		Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Severities of plan checks, by code: `error`, `warn` or `off`, as in" +
			" `{ MT012 = \"off\" }`. Other checks keep their default; see the guide on plan checks.",
		Validators: []validator.Map{
			mapvalidator.KeysAre(checkCode{}),
			mapvalidator.ValueStringsAre(stringvalidator.OneOf(string(rules.Error), string(rules.Warn), string(rules.Off))),
		},
	}
	attributes["write_share"] = schema.Float64Attribute{
		Optional: true, Validators: []validator.Float64{float64validator.Between(leastWriteShare, 1)},
		MarkdownDescription: "Part of Graph's published write quota that this run may use in each tenant, from 0.01 to 1, such as `0.5` for each of two" +
			" runs at the same time with the same application. Default `1`.",
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manage B2B access between Microsoft Entra tenants as code: which users of which tenant are guests or members in which other tenant.",
		Attributes:          attributes,
	}
}

// leastWriteShare is the least value of write_share: 30 writes in 150 seconds.
const leastWriteShare = 0.01

// checkCode accepts the codes of plan checks.
type checkCode struct{}

func (checkCode) Description(context.Context) string { return "is the code of a plan check" }

func (v checkCode) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (checkCode) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if err := rules.CheckCode(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Unknown plan check", err.Error())
	}
}

func tenantAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"tenant_id": schema.StringAttribute{
			Required: true, Validators: []validator.String{tfkit.GUID()},
			MarkdownDescription: "Tenant id (GUID).",
		},
		"cloud": schema.StringAttribute{
			Optional: true, Validators: []validator.String{stringvalidator.OneOf(cloud.Names()...)},
			MarkdownDescription: "National cloud of the tenant: `" + strings.Join(cloud.Names(), "`, `") + "`. Default `public`.",
		},
		"endpoints": schema.SingleNestedAttribute{
			Optional:            true,
			MarkdownDescription: "Overrides the cloud's endpoints: for clouds that are not listed, for proxies, and for the emulator.",
			Attributes: map[string]schema.Attribute{
				"authority":         endpoint("Base URL of the login service. Instance discovery is off when it is set."),
				"graph":             endpoint("Base URL of Microsoft Graph, without a version."),
				"exchange":          endpoint("Base URL of the Exchange Online admin endpoint. No redirect to another host is followed when it is set."),
				"graph_audience":    audience("Resource that Graph tokens are requested for. Default: the cloud's own."),
				"exchange_audience": audience("Resource that Exchange tokens are requested for. Default: the cloud's own. One is requested when a resource first needs Exchange Online."),
			},
		},
	}
	maps.Copy(attributes, credentialAttributes(""))
	return attributes
}

func endpoint(description string) schema.Attribute {
	return schema.StringAttribute{
		Optional: true, Validators: []validator.String{tfkit.SecureURL()}, MarkdownDescription: description,
	}
}

func audience(description string) schema.Attribute {
	return schema.StringAttribute{
		Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}, MarkdownDescription: description,
	}
}

// credentialAttributes returns the attributes shared by the provider and each
// tenant.
func credentialAttributes(prefix string) map[string]schema.Attribute {
	text := func(description string, validators ...validator.String) schema.Attribute {
		return schema.StringAttribute{Optional: true, Validators: validators, MarkdownDescription: prefix + description}
	}
	secret := func(description string) schema.Attribute {
		return schema.StringAttribute{Optional: true, Sensitive: true, MarkdownDescription: prefix + description}
	}
	flag := func(description string) schema.Attribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: prefix + description}
	}
	named := map[tenant.Setting]schema.Attribute{
		tenant.ClientID:                  text("Application (client) id.", tfkit.GUID()),
		tenant.ClientSecret:              secret("Client secret of the application."),
		tenant.ClientCertificate:         secret("Client certificate with its private key, PKCS#12 or PEM, base64-encoded."),
		tenant.ClientCertificatePath:     text("Path of a file with the client certificate and its private key, PKCS#12 or PEM."),
		tenant.ClientCertificatePassword: secret("Password of the client certificate."),
		tenant.UseOIDC:                   flag("Sign in with an OIDC token (workload identity federation)."),
		tenant.OIDCToken:                 secret("OIDC token."),
		tenant.OIDCTokenFilePath:         text("Path of a file with an OIDC token, read again each time one is needed."),
		tenant.OIDCRequestURL:            text("URL at which the pipeline issues OIDC tokens; GitHub Actions and Azure Pipelines set it in the environment."),
		tenant.OIDCRequestToken:          secret("Bearer token for `oidc_request_url`."),
		tenant.ServiceConnectionID:       text("Id of the Azure DevOps service connection whose OIDC token is used."),
		tenant.UseMSI:                    flag("Sign in with a managed identity; `client_id` names a user-assigned one."),
		tenant.UseCLI:                    flag("Sign in as the user of the Azure CLI."),
	}
	attributes := map[string]schema.Attribute{}
	for name, attribute := range named {
		attributes[string(name)] = attribute
	}
	return attributes
}

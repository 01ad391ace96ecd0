package guest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

type parseGuestUPN struct{}

func newParseGuestUPN() function.Function { return parseGuestUPN{} }

type parsedUPN struct {
	Email  string `tfsdk:"email"`
	Domain string `tfsdk:"domain"`
}

func (parseGuestUPN) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_guest_upn"
}

func (parseGuestUPN) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Email address in the user principal name of an external user",
		MarkdownDescription: "Splits the user principal name of an external user into an object of `email`, the address with which the" +
			" user was invited, and `domain`, the domain of the resource tenant. The case of `#EXT#` is ignored. If the" +
			" directory chose another name because the usual one was taken, the address is only similar.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "upn",
				MarkdownDescription: "User principal name of an external user, with `#EXT#`.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"email":  types.StringType,
			"domain": types.StringType,
		}},
	}
}

func (parseGuestUPN) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var upn string
	if resp.Error = req.Arguments.Get(ctx, &upn); resp.Error != nil {
		return
	}
	email, domain, err := rules.ParseGuestUPN(upn)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, parsedUPN{email, domain})
}

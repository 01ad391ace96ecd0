package guest

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

type guestUPN struct{}

func newGuestUPN() function.Function { return guestUPN{} }

func (guestUPN) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "guest_upn"
}

func (guestUPN) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "User principal name of an external user",
		MarkdownDescription: "Predicts the user principal name of an external user with an email address in a resource tenant: the `@` becomes" +
			" an underscore, followed by `#EXT#@` and the initial domain of the tenant. If that name is taken the directory chooses" +
			" another one, so read the name of an existing user from `user_principal_name` instead.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "email",
				MarkdownDescription: "Email address of the invitation.",
			},
			function.StringParameter{
				Name: "initial_domain",
				MarkdownDescription: "Domain that the resource tenant was created with, such as `fabrikam.onmicrosoft.com`: `initial_domain` of" +
					" the data source `multitenant_tenant`.",
			},
		},
		Return: function.StringReturn{},
	}
}

func (guestUPN) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var email, initialDomain string
	if resp.Error = req.Arguments.Get(ctx, &email, &initialDomain); resp.Error != nil {
		return
	}
	upn, err := rules.GuestUPN(email, initialDomain)
	if err != nil {
		argument := int64(0)
		if errors.Is(err, rules.ErrInitialDomain) {
			argument = 1
		}
		resp.Error = function.NewArgumentFuncError(argument, err.Error())
		return
	}
	resp.Error = resp.Result.Set(ctx, upn)
}

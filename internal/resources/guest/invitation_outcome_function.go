package guest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

type invitationOutcome struct{}

func newInvitationOutcome() function.Function { return invitationOutcome{} }

type outcome struct {
	Outcome     string       `tfsdk:"outcome"`
	MailEnabled bool         `tfsdk:"mail_enabled"`
	Error       types.String `tfsdk:"error"`
}

func (invitationOutcome) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "invitation_outcome"
}

func (invitationOutcome) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "What becomes of an invitation where something holds the address already",
		MarkdownDescription: "Foretells what becomes of inviting a person, or of creating a mail contact, in a tenant that may have something" +
			" under the address. Returns an object of `outcome` (`guest`, `member` or `mail_contact` for what is created, `unchanged` where" +
			" the external user exists already, `conflict` where the service refuses), `mail_enabled` (whether the external user is a mail" +
			" user in Exchange Online) and `error` (why there is a conflict, otherwise null).",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "existing",
				MarkdownDescription: "What holds the address now: " + choices(rules.ExistingStates()) + ".",
			},
			function.StringParameter{
				Name:                "invited_as",
				MarkdownDescription: "What is added under the address: " + choices(rules.Arrivals()) + ".",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: map[string]attr.Type{
			"outcome":      types.StringType,
			"mail_enabled": types.BoolType,
			"error":        types.StringType,
		}},
	}
}

func (invitationOutcome) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var existing, invitedAs string
	if resp.Error = req.Arguments.Get(ctx, &existing, &invitedAs); resp.Error != nil {
		return
	}
	resp.Error = function.ConcatFuncErrors(
		oneOf(0, existing, rules.ExistingStates()), oneOf(1, invitedAs, rules.Arrivals()))
	if resp.Error != nil {
		return
	}
	foretold, _ := rules.Outcome(rules.Existing(existing), rules.Arrival(invitedAs))
	result := outcome{Outcome: foretold.Outcome, MailEnabled: foretold.MailEnabled}
	if foretold.Error != "" {
		result.Error = types.StringValue(foretold.Error)
	}
	resp.Error = resp.Result.Set(ctx, result)
}

// oneOf reports an argument that is none of the choices.
func oneOf[T ~string](argument int64, value string, allowed []T) *function.FuncError {
	if slices.Contains(allowed, T(value)) {
		return nil
	}
	return function.NewArgumentFuncError(argument, fmt.Sprintf("%q is not one of %s", value, choices(allowed)))
}

func choices[T ~string](allowed []T) string {
	words := make([]string, 0, len(allowed))
	for _, a := range allowed {
		words = append(words, "`"+string(a)+"`")
	}
	return strings.Join(words, ", ")
}

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
		Summary: "Outcome of an invitation if another object already holds the address",
		MarkdownDescription: "Predicts the outcome of inviting a user, or of creating a mail contact, in a tenant that may have an object" +
			" with the address. Returns an object of `outcome` (`guest`, `member` or `mail_contact` for the created object, `unchanged` if" +
			" the external user already exists, `conflict` if the service refuses), `mail_enabled` (whether the external user is a mail" +
			" user in Exchange Online) and `error` (the reason for a conflict, otherwise null).",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "existing",
				MarkdownDescription: "The object that holds the address: " + choices(rules.ExistingStates()) + ".",
			},
			function.StringParameter{
				Name:                "invited_as",
				MarkdownDescription: "The object to add with the address: " + choices(rules.Arrivals()) + ".",
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

package invitation

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// emailShape is the schema of the configuration of the authentication method email
// (graph-identity §9.2).
var emailShape = schema.Object(map[string]schema.Shape{
	"id":                           {Kind: schema.KindText, Fixed: true},
	"state":                        {Kind: schema.KindText, Values: schema.EnumOf("authenticationMethodState")},
	"allowExternalIdToUseEmailOtp": {Kind: schema.KindText, Values: schema.EnumOf("externalEmailOtpState")},
	"excludeTargets":               {Kind: schema.KindObjects, Unmodelled: true},
	"includeTargets":               {Kind: schema.KindObjects, Unmodelled: true},
})

// EmailOTP is the configuration of the authentication method email, which decides
// whether external users may authenticate by a one-time passcode. China has it in beta
// only.
var EmailOTP = &kernel.Single[schema.Policy]{
	Declaration: kernel.Declaration{
		Name: "email", State: "email_otp",
		Class: schema.NewPolicyClass("emailAuthenticationMethodConfiguration", emailShape, schema.Itself),
		Served: kernel.Served{
			Path:   "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email",
			Read:   []string{"Policy.Read.AuthenticationMethod", "Policy.ReadWrite.AuthenticationMethod"},
			Change: []string{"Policy.ReadWrite.AuthenticationMethod"}, Source: "graph-identity §9.2",
			In: schema.V1Worldwide | schema.V1Government | schema.Beta, Typed: true,
		},
	},
	Shown:   "email_otp",
	Initial: func(d *kernel.Directory, _ kernel.Moment) *schema.Policy { return newEmail(d) },
	Unsaved: newEmail,
	Copy:    schema.CopyPolicy,
	Writes:  &kernel.Writes[schema.Policy]{},
}

// newEmail is the configuration of a new tenant.
func newEmail(*kernel.Directory) *schema.Policy {
	return &schema.Policy{
		"id": "Email", "state": "enabled", "allowExternalIdToUseEmailOtp": "default", "excludeTargets": []any{},
		"includeTargets": []any{map[string]any{"targetType": "group", "id": "all_users", "isRegistrationRequired": false}},
	}
}

// sendsPasscodes reports whether external users may authenticate by a one-time
// passcode: the default is on.
func sendsPasscodes(d *kernel.Directory) bool {
	return (*EmailOTP.Truth(d))["allowExternalIdToUseEmailOtp"] != "disabled"
}

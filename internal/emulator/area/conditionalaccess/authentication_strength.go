package conditionalaccess

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// authenticationModes are the methods in combinations.
var authenticationModes = schema.EnumOf("authenticationMethodModes")

var (
	phishingResistant = []any{"windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"}
	passwordless      = append(slices.Clone(phishingResistant), "deviceBasedPush")
	multifactor       = append(
		slices.Clone(passwordless),
		"temporaryAccessPassOneTime", "temporaryAccessPassMultiUse", "password,microsoftAuthenticatorPush", "password,softwareOath",
		"password,hardwareOath", "password,sms", "password,voice", "federatedMultiFactor",
	)
)

// builtInStrengths are those that every tenant has, by id (authenticationstrengths-
// overview).
var builtInStrengths = map[any]map[string]any{
	"00000000-0000-0000-0000-000000000002": {"displayName": "Multifactor authentication", "allowedCombinations": multifactor},
	"00000000-0000-0000-0000-000000000003": {"displayName": "Passwordless MFA", "allowedCombinations": passwordless},
	"00000000-0000-0000-0000-000000000004": {"displayName": "Phishing-resistant MFA", "allowedCombinations": phishingResistant},
}

// completeStrength completes the authentication strength of a seed. A built-in one
// is identified by its id; any other needs its combinations.
func completeStrength(s map[string]any) error {
	if builtIn, ok := builtInStrengths[s["id"]]; ok {
		s["displayName"], s["allowedCombinations"] = builtIn["displayName"], builtIn["allowedCombinations"]
	}
	if id, ok := s["id"].(string); !ok || !schema.IsGUID(id) {
		return schema.PolicyValue("authenticationStrength/id")
	}
	combinations, ok := s["allowedCombinations"].([]any)
	if !ok || len(combinations) == 0 || slices.ContainsFunc(combinations, func(c any) bool { return !isCombination(c) }) {
		return schema.PolicyValue("authenticationStrength/allowedCombinations")
	}
	return nil
}

func isCombination(value any) bool {
	text, _ := value.(string)
	return !slices.ContainsFunc(strings.Split(text, ","), func(mode string) bool { return !slices.Contains(authenticationModes, mode) })
}

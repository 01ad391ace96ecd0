package invitation

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// messageInfo is a message in a response. Without a copy it has one recipient with
// null members (graph-identity §1.2).
func messageInfo(m Message) map[string]any {
	return map[string]any{
		"messageLanguage": schema.TextOrNull(m.Language), "customizedMessageBody": schema.TextOrNull(m.Body),
		"ccRecipients": []any{map[string]any{"emailAddress": map[string]any{"name": schema.TextOrNull(m.CCName), "address": schema.TextOrNull(m.CC)}}},
	}
}

func readMessage(m *Message, value any) bool {
	if value == nil {
		return true
	}
	object, valid := value.(map[string]any)
	for name, v := range object {
		switch name {
		case "messageLanguage":
			valid = valid && nullable(v, &m.Language)
		case "customizedMessageBody":
			valid = valid && nullable(v, &m.Body)
		case "ccRecipients":
			valid = valid && readRecipients(m, v)
		case "@odata.type":
		default:
			return false
		}
	}
	return valid
}

// readRecipients accepts the one recipient that is supported.
func readRecipients(m *Message, value any) bool {
	recipients, ok := value.([]any)
	if !ok || len(recipients) > 1 {
		return false
	}
	if len(recipients) == 0 {
		return true
	}
	recipient, _ := recipients[0].(map[string]any)
	address, _ := recipient["emailAddress"].(map[string]any)
	m.CC, _ = address["address"].(string)
	return strings.Contains(m.CC, "@") && nullable(address["name"], &m.CCName)
}

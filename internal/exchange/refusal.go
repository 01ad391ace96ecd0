package exchange

import (
	"cmp"
	"encoding/json"
	"regexp"
	"strings"
)

// refusal is what the body of an error says (exchange §7.1).
type refusal struct {
	// code is the envelope's own, such as NotFound; it seldom says much.
	code string
	// exception is the full name of the exception's type.
	exception string
	message   string
}

// readRefusal reads the body of an error, and reports whether it is one of
// Exchange.
func readRefusal(body []byte) (refusal, bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return refusal{}, false
	}
	if r, ok := readEnvelope(members["error"]); ok {
		return r, true
	}
	// Two more forms, whose names are matched with their case: a gateway's error
	// often has a message in lower case.
	var records []struct{ Message string }
	if json.Unmarshal(members["ErrorRecords"], &records) == nil && len(records) > 0 && records[0].Message != "" {
		return inText(records[0].Message), true
	}
	if text := textOf(members["Message"]); text != "" {
		return inText(text), true
	}
	return refusal{}, false
}

// readEnvelope reads the reason where it is most precise: in the inner exception,
// then in the details, then in the envelope itself.
func readEnvelope(raw json.RawMessage) (refusal, bool) {
	var e struct {
		Code       string
		Message    json.RawMessage
		Details    json.RawMessage
		InnerError json.RawMessage
	}
	if json.Unmarshal(raw, &e) != nil || e.Code == "" && !present(e.Message) {
		return refusal{}, false
	}
	var inner struct {
		InternalException struct{ Message, Type string }
	}
	var details []struct{ Message string }
	// Either may be missing or have another shape, which loses its part only.
	innerErr, detailsErr := json.Unmarshal(e.InnerError, &inner), json.Unmarshal(e.Details, &details)
	var reasons []refusal
	if innerErr == nil {
		r := inText(inner.InternalException.Message)
		r.exception = cmp.Or(inner.InternalException.Type, r.exception)
		reasons = append(reasons, r)
	}
	if detailsErr == nil {
		for _, d := range details {
			reasons = append(reasons, inText(d.Message))
		}
	}
	reasons = append(reasons, refusal{message: textOf(e.Message)})
	r := refusal{code: e.Code}
	for _, reason := range reasons {
		r.exception = cmp.Or(r.exception, reason.exception)
		r.message = cmp.Or(r.message, reason.message)
	}
	return r, true
}

// textOf reads a text that may stand in an object.
func textOf(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return strings.TrimSpace(text)
	}
	var object struct{ Value string }
	if json.Unmarshal(raw, &object) == nil {
		return strings.TrimSpace(object.Value)
	}
	return ""
}

// labeled is a text behind the name of its exception: Ex6F9304|Type|text, or
// |Type|text. The text may contain the mark itself.
var labeled = regexp.MustCompile(`(?s)^(?:Ex[0-9A-Fa-f]+)?\|([A-Za-z_][\w.+]*)\|(.*)$`)

// inText reads a message, which may be labeled or be JSON itself.
func inText(text string) refusal {
	text = strings.TrimSpace(text)
	if parts := labeled.FindStringSubmatch(text); parts != nil {
		return refusal{exception: parts[1], message: strings.TrimSpace(parts[2])}
	}
	var object struct{ Message, TypeName string }
	if strings.HasPrefix(text, "{") && json.Unmarshal([]byte(text), &object) == nil && object.Message != "" {
		r := refusal{message: strings.TrimSpace(object.Message)}
		if parts := labeled.FindStringSubmatch(r.message); parts != nil {
			r = refusal{exception: parts[1], message: strings.TrimSpace(parts[2])}
		}
		r.exception = cmp.Or(object.TypeName, r.exception)
		return r
	}
	return refusal{message: text}
}

// short is the exception without its namespace.
func (r refusal) short() string { return r.exception[strings.LastIndex(r.exception, ".")+1:] }

// binding reports whether the call itself was wrong, in which case the text repeats
// values of the caller (exchange §7.3).
func (r refusal) binding() bool { return strings.Contains(r.exception, ".AdminApi.CommandInvocation.") }

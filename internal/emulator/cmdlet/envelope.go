package cmdlet

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
)

// envelope is the answer to a cmdlet that has succeeded (exchange §6).
type envelope struct {
	cmdlet, context, next string
	warnings              []string
	records               []command.Record
	// chosen are the properties of $select; all if empty.
	chosen []string
}

// server is the name of the back end in headers and messages. It has no effect.
const server = "DB5PR01A01MB003.EURPR01A001.PROD.OUTLOOK.COM"

const jsonType = "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8"

// setCommonHeaders sets the headers of every response (exchange §6), except the ids
// of the request, which the pipeline has set.
func setCommonHeaders(w http.ResponseWriter) {
	h := w.Header()
	h.Set("OData-Version", "4.0")
	h.Set("Cache-Control", "no-cache, no-store")
	h.Set("X-CalculatedBETarget", strings.ToLower(server))
}

func writeEnvelope(w http.ResponseWriter, e envelope) {
	o := &object{}
	o.member("@odata.context", e.context)
	if e.next != "" {
		o.member("@odata.nextLink", e.next)
	}
	o.list("adminapi.warnings", "@adminapi.warnings", e.warnings)
	o.name("value")
	o.raw("[")
	for i, r := range e.records {
		if i > 0 {
			o.raw(",")
		}
		o.raw(string(e.record(r)))
	}
	o.raw("]")
	w.Header().Set("Content-Type", jsonType)
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(o.bytes()) // fails only if the client has disconnected
}

// record returns an object in which the type of a property precedes its value,
// unless it is a text, a number of an enumeration, or a boolean.
func (e envelope) record(r command.Record) []byte {
	o := &object{}
	for _, f := range r {
		if len(e.chosen) > 0 && !slices.ContainsFunc(e.chosen, func(c string) bool { return strings.EqualFold(c, f.Name) }) {
			continue
		}
		switch v := f.Value.(type) {
		case command.GUID:
			o.typed(f.Name, "System.Guid", string(v))
		case time.Time:
			o.typed(f.Name, "System.DateTime", v.UTC().Format("2006-01-02T15:04:05.0000000+00:00"))
		case int:
			o.typed(f.Name, "System.Int32", v)
		case []string:
			o.list(f.Name, f.Name, v)
		default:
			o.member(f.Name, v)
		}
	}
	return o.bytes()
}

// object is a JSON object in the order of its members.
type object struct {
	buffer  bytes.Buffer
	members int
}

func (o *object) name(name string) {
	if o.members > 0 {
		o.raw(",")
	}
	o.members++
	o.value(name)
	o.raw(":")
}

func (o *object) member(name string, value any) {
	o.name(name)
	o.value(value)
}

func (o *object) typed(name, class string, value any) {
	o.member(name+"@data.type", class)
	o.member(name, value)
}

// list writes a list of texts after its type; an empty one is [].
func (o *object) list(typeOf, name string, values []string) {
	o.member(typeOf+"@odata.type", "#Collection(String)")
	o.member(name, append([]string{}, values...))
}

// value leaves the characters of HTML as they are.
func (o *object) value(v any) {
	encoder := json.NewEncoder(&o.buffer)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // texts, numbers and lists of them can be encoded
	o.buffer.Truncate(o.buffer.Len() - 1)
}

func (o *object) raw(text string) { o.buffer.WriteString(text) }

func (o *object) bytes() []byte { return []byte("{" + o.buffer.String() + "}") }

package graphapi

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"hash/fnv"
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// maxItems is the maximum number of items in a batch (graph-identity §4).
const maxItems = 20

// itemID is the id of an item. Clients may send numbers; responses contain text.
type itemID string

// UnmarshalJSON accepts text or a number.
func (i *itemID) UnmarshalJSON(data []byte) error {
	var number json.Number
	if json.Unmarshal(data, &number) == nil {
		*i = itemID(number)
		return nil
	}
	var text string
	err := json.Unmarshal(data, &text)
	*i = itemID(text)
	return err
}

// key is the normalized id for comparisons.
func (i itemID) key() string { return strings.ToLower(string(i)) }

type batchRequest struct {
	ID        itemID            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []itemID          `json:"dependsOn"`
}

type batchResponse struct {
	ID      itemID
	Status  int
	Headers map[string]string
	Body    json.RawMessage
}

// serveBatch runs the items in order and returns the responses in a different
// order, because clients must not rely on the order.
func (a *API) serveBatch(r *http.Request, call *operation.Call) (operation.Answer, error) {
	items, err := readBatch(call)
	if err != nil {
		return operation.Answer{}, err
	}
	b := batch{a, r, call.Version, a.config.Item}
	if b.handler == nil {
		b.handler = a
	}
	answers := map[string]batchResponse{}
	responses := make([]batchResponse, 0, len(items))
	for _, item := range items {
		answer := b.serve(item, answers)
		answers[item.ID.key()] = answer
		responses = append(responses, answer)
	}
	slices.SortStableFunc(responses, func(a, b batchResponse) int { return cmp.Compare(shuffleKey(a.ID), shuffleKey(b.ID)) })
	return operation.OK(map[string]any{"responses": responses}), nil
}

// batch is a request with several items.
type batch struct {
	api     *API
	request *http.Request
	version string
	handler http.Handler
}

// shuffleKey orders responses differently from requests, but deterministically.
func shuffleKey(id itemID) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // hash writes never fail
	return h.Sum32()
}

func batchFault(format string, args ...any) *refusal.Error {
	return refusal.New(400, "BadRequest", format, args...)
}

// readBatch decodes the items and validates the batch as a whole.
func readBatch(call *operation.Call) ([]batchRequest, error) {
	data, err := call.ReadBody()
	if err != nil {
		return nil, err
	}
	var body struct {
		Requests []batchRequest `json:"requests"`
	}
	if err := json.Unmarshal(data, &body); err != nil || body.Requests == nil {
		return nil, batchFault("Invalid batch payload format.")
	}
	if len(body.Requests) > maxItems {
		return nil, batchFault("Number of batch request steps exceeds the maximum value of %d.", maxItems)
	}
	seen := map[string]bool{}
	for _, item := range body.Requests {
		id := item.ID.key()
		switch {
		case id == "":
			return nil, batchFault("A batch request step lacks its id.")
		case seen[id]:
			return nil, batchFault("Request Id '%s' is used more than once.", item.ID)
		case item.Method == "" || item.URL == "":
			return nil, batchFault("Request Id '%s' lacks method or url.", item.ID)
		case len(item.Body) > 0 && header(item.Headers, "Content-Type") == "":
			return nil, batchFault("Write request id : %s does not contain Content-Type header or body.", item.ID)
		}
		for _, d := range item.DependsOn {
			if !seen[d.key()] {
				return nil, batchFault("Request Id '%s' depends on '%s', which does not come before it.", item.ID, d)
			}
		}
		seen[id] = true
	}
	return body.Requests, nil
}

func header(headers map[string]string, name string) string {
	for key, value := range headers {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return ""
}

// serve runs one item, unless one of its dependencies failed.
func (b batch) serve(item batchRequest, before map[string]batchResponse) batchResponse {
	for _, d := range item.DependsOn {
		if before[d.key()].Status >= 400 {
			return b.failed(item.ID, &refusal.Error{Status: http.StatusFailedDependency, Code: "FailedDependency", Message: "A request that this one depends on failed."})
		}
	}
	inner, err := b.itemRequest(item)
	if err != nil {
		return b.failed(item.ID, err)
	}
	recorder := &itemRecorder{header: http.Header{}}
	b.handler.ServeHTTP(recorder, inner)
	return recorder.answer(item.ID)
}

// itemRequest creates the request of an item, with the caller of the batch.
func (b batch) itemRequest(item batchRequest) (*http.Request, error) {
	path := "/" + strings.TrimPrefix(item.URL, "/")
	if strings.Contains(item.URL, "://") {
		return nil, batchFault("The url of request '%s' must be relative to the version.", item.ID)
	}
	if strings.EqualFold(path, "/$batch") {
		return nil, batchFault("Request '%s' is a batch inside a batch.", item.ID)
	}
	inner, err := http.NewRequestWithContext(b.request.Context(), strings.ToUpper(item.Method), "/"+b.version+path, bytes.NewReader(itemBody(item)))
	if err != nil {
		return nil, batchFault("Request '%s' cannot be read: %v", item.ID, err)
	}
	for name, value := range item.Headers {
		inner.Header.Set(name, value)
	}
	inner.Host, inner.TLS, inner.RemoteAddr = b.request.Host, b.request.TLS, b.request.RemoteAddr
	return inner, nil
}

// itemBody returns the JSON of a body, or the decoded base64 string if the item's
// content type is not JSON.
func itemBody(item batchRequest) []byte {
	if strings.Contains(header(item.Headers, "Content-Type"), "json") || len(item.Body) == 0 {
		return item.Body
	}
	var text string
	if json.Unmarshal(item.Body, &text) == nil {
		if raw, err := base64.StdEncoding.DecodeString(text); err == nil {
			return raw
		}
	}
	return item.Body
}

// failed is the response to an item that does not reach a handler.
func (b batch) failed(id itemID, err error) batchResponse {
	recorder := &itemRecorder{header: http.Header{}}
	setCommonHeaders(recorder, b.request)
	writeFault(recorder, b.request, b.api.config.World.Now(), err)
	return recorder.answer(id)
}

// itemRecorder records the response to an item.
type itemRecorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (i *itemRecorder) Header() http.Header { return i.header }

// WriteHeader implements http.ResponseWriter.
func (i *itemRecorder) WriteHeader(status int) {
	if i.status == 0 {
		i.status = status
	}
}

// Write implements http.ResponseWriter.
func (i *itemRecorder) Write(p []byte) (int, error) {
	i.WriteHeader(http.StatusOK)
	return i.body.Write(p)
}

func (i *itemRecorder) answer(id itemID) batchResponse {
	a := batchResponse{ID: id, Status: cmp.Or(i.status, http.StatusOK), Headers: map[string]string{}}
	for name := range i.header {
		a.Headers[spelt(name)] = i.header.Get(name)
	}
	switch raw := bytes.TrimSpace(i.body.Bytes()); {
	case len(raw) == 0:
	case json.Valid(raw):
		a.Body = raw
	default:
		a.Body, _ = json.Marshal(base64.StdEncoding.EncodeToString(raw)) // a string always encodes
	}
	return a
}

// spelling is the service's spelling of item headers, which some clients look up
// case-sensitively.
var spelling = []string{"OData-Version", "x-ms-resource-unit", "request-id", "client-request-id"}

func spelt(header string) string {
	i := slices.IndexFunc(spelling, func(s string) bool { return strings.EqualFold(s, header) })
	if i < 0 {
		return header
	}
	return spelling[i]
}

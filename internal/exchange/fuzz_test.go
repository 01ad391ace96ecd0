package exchange

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
)

// FuzzEnvelope: no answer makes the reader fail, and one without a value is an error.
func FuzzEnvelope(f *testing.F) {
	for _, text := range []string{
		"", "null", "[]", `{"value":[{"Guid":"g"}]}`, `{"value":null}`, `{"value":[],"@odata.nextLink":"https://x"}`, `{"value":{},"error":{"code":"x"}}`,
		`{"value":[],"@adminapi.warnings":["There are more results available than are currently displayed. Increase"]}`, `{"@adminapi.warnings":{}}`,
	} {
		f.Add([]byte(text))
	}
	c := &Client{}
	f.Fuzz(func(t *testing.T, data []byte) {
		resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: &http.Request{URL: &url.URL{Path: "/"}}}
		a, err := c.envelope(opMailUser, resp, data)
		if err != nil {
			return
		}
		var users []json.RawMessage
		if err := c.decode(opMailUser, a, &users); err == nil && !present(a.Value) {
			t.Errorf("%q has no value and is no error", data)
		}
	})
}

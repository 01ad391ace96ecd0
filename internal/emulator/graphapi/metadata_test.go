package graphapi

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// CLI for Microsoft 365 requests no metadata, but needs links for paging.
func TestNoMetadata(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do(http.MethodPut, "/v1.0/users/"+brianID+"/manager/$ref", `{"@odata.id":"https://graph.test/v1.0/users/`+adeleID+`"}`).want(204)
	b.header.Set("Accept", "application/json; OData.metadata=None, text/plain")
	r := b.do(http.MethodGet, "/v1.0/users/"+brianID+"?$select=id&$expand=manager($select=id)", "").want(200)
	if got := fmt.Sprint(r.json); got != "map[id:"+brianID+" manager:map[id:"+adeleID+"]]" {
		t.Errorf("got %s", r.Body)
	}
	if kind := r.Header().Get("Content-Type"); !strings.HasPrefix(kind, "application/json;odata.metadata=none;") {
		t.Errorf("content type %s", kind)
	}
	b.header.Set("ConsistencyLevel", "eventual")
	r = b.do(http.MethodGet, "/v1.0/users?$select=id&$count=true&$top=1", "").want(200)
	if r.json["@odata.context"] != nil || r.json["@odata.nextLink"] == nil || r.json["@odata.count"] == nil || len(r.values()) != 1 {
		t.Errorf("got %s", r.Body)
	}
	b.set(func(s *settings.Settings) { s.EmptyPageWithNextLink = true })
	if r := b.do(http.MethodGet, "/v1.0/users", "").want(200); len(r.values()) != 0 {
		t.Errorf("got %s", r.Body)
	}
}

// Each item of a batch requests its own metadata level.
func TestNoMetadataInBatch(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	r := b.do(http.MethodPost, "/v1.0/$batch", `{"requests":[
	  {"id":"1","method":"GET","url":"/policies/authorizationPolicy","headers":{"accept":"application/json;odata.metadata=none"}},
	  {"id":"2","method":"GET","url":"/policies/authorizationPolicy"}]}`).want(200)
	answers, _ := r.json["responses"].([]any)
	if len(answers) != 2 {
		t.Errorf("got %s", r.Body)
	}
	for _, answer := range answers {
		item, _ := answer.(map[string]any)
		body, _ := item["body"].(map[string]any)
		if has := body["@odata.context"] != nil; has != (item["id"] == "2") || len(body) < 2 {
			t.Errorf("got %v", item)
		}
	}
}

func TestAccept(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for accept, status := range map[string]int{
		"": 200, "*/*": 200, "application/json, text/plain, */*": 200, "application/json;odata.metadata=minimal;odata.streaming=true": 200,
		";": 200, "application/json;odata.metadata=full": 501,
	} {
		b.header.Set("Accept", accept)
		r := b.do(http.MethodGet, "/v1.0/users", "")
		if status == http.StatusOK && r.want(status).json["@odata.context"] == nil {
			t.Errorf("%s: %s", accept, r.Body)
		}
		if status != http.StatusOK {
			r.wantError(status, refusal.CodeNotImplemented, "odata.metadata=full")
		}
	}
}

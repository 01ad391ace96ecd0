package report_test

import (
	"bytes"
	"html"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/report"
)

// FuzzReport reads arbitrary documents: each is an error or a report in which no id
// and no script of the document is.
func FuzzReport(f *testing.F) {
	f.Add([]byte(`{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"multitenant_b2b_invitation.a","mode":"managed","type":"multitenant_b2b_invitation",` +
		`"values":{"tenant":"x","email":"a@b.example","user_id":"11111111-1111-4111-8111-111111111111","home_tenant":"y"},"sensitive_values":{"email":true}}]}}}`))
	f.Add([]byte(`{"format_version":"1.2","resource_changes":[{"address":"multitenant_cross_tenant_access_partner.a","type":"multitenant_cross_tenant_access_partner",` +
		`"change":{"actions":["create"],"after":{"tenant":"x","partner_tenant_id":"y"},"after_unknown":{"inbound_trust":true,"b2b_collaboration_inbound":{"applications":{"targets":[{}]}}}}}]}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		var stdout, stderr bytes.Buffer
		code := report.Command(nil, bytes.NewReader(document), &stdout, &stderr)
		page := stdout.String()
		switch {
		case code == 1 && stderr.Len() > 0 && page == "":
		case code != 0 || !strings.HasSuffix(page, "</html>\n"):
			t.Errorf("ended with %d: %s", code, &stderr)
		case anyGUID.MatchString(html.UnescapeString(page)) || strings.Count(page, "<script") != 1:
			t.Errorf("the page is\n%s", page)
		}
	})
}

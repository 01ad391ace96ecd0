package graph

import "testing"

// TestOnDemandOutcome reads answers as documented, for applications and for tenants
// (graph-cross-tenant §4.7), and what is not.
func TestOnDemandOutcome(t *testing.T) {
	t.Parallel()
	const info = "Microsoft.Identity.Health.CPP.Common.DataContracts.SyncFabric.StatusInfo"
	for name, test := range map[string]struct {
		answer        onDemandAnswer
		want          Provisioned
		done, current bool
	}{
		"skipped as redundant, by an application": {
			onDemandAnswer{
				`{"result":"Skipped","details":{"errorCode":"RedundantExport","errorMessage":"Both match."}}`,
				`{"action":"Other","provisioningSteps":[{"description":"No change.","details":{"SkipReason":"RedundantExport"}}],` +
					`"statusInfo":{"status":"Skipped","errorCode":null,"reason":null},"targetIdentity":{"id":"t-1"}}`,
			},
			Provisioned{"other", "t-1", "RedundantExport", "Both match.", "skipped"},
			true, true,
		},
		"created, by a synchronization of tenants": {
			onDemandAnswer{info, `[{"action":"Create","provisioningSteps":[{"details":{}}],"statusInfo":{"status":"Success"},"targetIdentity":{"id":"t-1"}}]`},
			Provisioned{"create", "t-1", "", "", "success"},
			true, false,
		},
		"out of scope": {
			onDemandAnswer{info, `[{"provisioningSteps":[{"description":"Skipped.","details":{"SkipReason":"NotEffectivelyEntitled","n":1}}],"statusInfo":{"status":"Skipped"}}]`},
			Provisioned{"", "", "NotEffectivelyEntitled", "Skipped.", "skipped"},
			false, false,
		},
		"failed": {
			onDemandAnswer{info, `[{"statusInfo":{"status":"Failure","errorCode":"AzureActiveDirectoryForbidden","reason":"No."}}]`},
			Provisioned{"", "", "AzureActiveDirectoryForbidden", "No.", "failure"},
			false, false,
		},
		"success without a record": {onDemandAnswer{`{"result":"Success","details":{}}`, `{}`}, Provisioned{status: "success"}, true, false},
		"nothing":                  {onDemandAnswer{}, Provisioned{}, false, false},
	} {
		got := test.answer.outcome()
		if got != test.want || got.Done() != test.done || got.Current() != test.current || got.Skipped() != (got.status == "skipped" && !got.Current()) {
			t.Errorf("%s: %+v (done %t, current %t)", name, got, got.Done(), got.Current())
		}
	}
}

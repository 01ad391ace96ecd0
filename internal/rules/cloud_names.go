package rules

// cloudEndpoints are the names of the clouds in cross-tenant access settings
// (graph-cross-tenant §8). The two government clouds share one.
var cloudEndpoints = map[string]string{
	"public":           "microsoftonline.com",
	"usgovernment":     "microsoftonline.us",
	"usgovernment_dod": "microsoftonline.us",
	"china":            "partner.microsoftonline.cn",
}

// CloudEndpoint is the name of a cloud in allowedCloudEndpoints. It is empty for a
// cloud that has no such name.
func CloudEndpoint(cloud string) string { return cloudEndpoints[cloud] }

// SameCloud reports whether cross-tenant access settings treat two clouds as one,
// which is so for the two government clouds.
func SameCloud(a, b string) bool {
	return a == b || CloudEndpoint(a) != "" && CloudEndpoint(a) == CloudEndpoint(b)
}

package main

import (
	"maps"
	"testing"
)

func TestLogsThatNothingShowsAreOff(t *testing.T) {
	t.Parallel()
	off := map[string]string{
		"TF_LOG_SDK": "off", "TF_LOG_SDK_PROTO": "off", "TF_LOG_SDK_FRAMEWORK": "off", "TF_LOG_PROVIDER_MULTITENANT": "off",
	}
	for _, tt := range []struct{ env, want map[string]string }{
		{nil, off},
		{map[string]string{"TF_LOG": "", "TF_LOG_CORE": "trace", "TF_LOG_PATH": "x"}, off},
		{map[string]string{"TF_LOG": "OFF"}, off},
		{map[string]string{"TF_LOG": "json"}, nil},
		{map[string]string{"TF_LOG_PROVIDER": "info"}, nil},
		{map[string]string{"TF_LOG_SDK_PROTO": "warn"}, map[string]string{
			"TF_LOG_SDK": "off", "TF_LOG_SDK_FRAMEWORK": "off", "TF_LOG_PROVIDER_MULTITENANT": "off",
		}},
	} {
		var set map[string]string
		err := quiet(
			func(name string) (string, bool) { v, ok := tt.env[name]; return v, ok },
			func(name, value string) error {
				if set == nil {
					set = map[string]string{}
				}
				set[name] = value
				return nil
			})
		if err != nil || !maps.Equal(set, tt.want) {
			t.Errorf("%v: sets %v, %v", tt.env, set, err)
		}
	}
}

package acctest

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// UseState sets the state of the workspace from an existing state file, such as a
// fixture.
func (s *Workspace) UseState(file string) {
	s.t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	s.writeState(data)
}

// Instance is a resource in the state of a workspace.
type Instance struct {
	// Address is the type and the name, with a dot between them.
	Address    string
	Tainted    bool
	Attributes map[string]any
}

// Instances lists the resources in the state, which do not use count or for_each; none
// without a state.
func (s *Workspace) Instances() []Instance {
	s.t.Helper()
	if _, err := os.Stat(s.Path("terraform.tfstate")); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var list []Instance
	resources, _ := s.readState()["resources"].([]any)
	for _, r := range resources {
		resource, _ := r.(map[string]any)
		instances, _ := resource["instances"].([]any)
		for _, i := range instances {
			instance, _ := i.(map[string]any)
			attributes, _ := instance["attributes"].(map[string]any)
			list = append(list, Instance{
				fmt.Sprintf("%s.%s", resource["type"], resource["name"]), instance["status"] == "tainted", attributes,
			})
		}
	}
	return list
}

// Attribute returns a text attribute of a resource in the state; empty when it is null.
func (s *Workspace) Attribute(address, name string) string {
	s.t.Helper()
	for _, i := range s.Instances() {
		if i.Address == address {
			text, _ := i.Attributes[name].(string)
			return text
		}
	}
	s.t.Fatalf("the state has no %s", address)
	return ""
}

// Private returns a record in the private state of a resource, as JSON; empty
// when there is none.
func (s *Workspace) Private(address, key string) string {
	s.t.Helper()
	records, _ := s.privateOf(s.readState(), address)
	return string(records[key])
}

// SetPrivate replaces a record in the private state of a resource.
func (s *Workspace) SetPrivate(address, key, record string) {
	s.t.Helper()
	state := s.readState()
	records, instance := s.privateOf(state, address)
	records[key] = []byte(record)
	instance["private"] = base64.StdEncoding.EncodeToString(s.marshal(records))
	s.writeState(s.marshal(state))
}

// LosePrivate removes the private state of a resource, as Terraform does if the provider
// is killed in an update.
func (s *Workspace) LosePrivate(address string) {
	s.t.Helper()
	state := s.readState()
	_, instance := s.privateOf(state, address)
	delete(instance, "private")
	s.writeState(s.marshal(state))
}

// privateOf returns the records of a resource in a state, and their instance.
func (s *Workspace) privateOf(state map[string]any, address string) (map[string][]byte, map[string]any) {
	s.t.Helper()
	resources, _ := state["resources"].([]any)
	for _, r := range resources {
		resource, _ := r.(map[string]any)
		if fmt.Sprintf("%s.%s", resource["type"], resource["name"]) != address {
			continue
		}
		instances, _ := resource["instances"].([]any)
		instance, _ := instances[0].(map[string]any)
		text, _ := instance["private"].(string)
		data, err := base64.StdEncoding.DecodeString(text)
		records := map[string][]byte{}
		if err == nil && len(data) > 0 {
			err = json.Unmarshal(data, &records)
		}
		if err != nil {
			s.t.Fatalf("the private state of %s: %v", address, err)
		}
		return records, instance
	}
	s.t.Fatalf("the state has no %s", address)
	return nil, nil
}

func (s *Workspace) readState() map[string]any {
	s.t.Helper()
	data, err := os.ReadFile(s.Path("terraform.tfstate"))
	state := map[string]any{}
	if err == nil {
		err = json.Unmarshal(data, &state)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return state
}

func (s *Workspace) writeState(data []byte) {
	s.t.Helper()
	if err := os.WriteFile(s.Path("terraform.tfstate"), data, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *Workspace) marshal(v any) []byte {
	s.t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		s.t.Fatal(err)
	}
	return data
}

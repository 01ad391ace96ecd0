package provisioning

import (
	"encoding/json"
)

// Schema is what a job synchronizes and how: a synchronizationSchema
// (graph-cross-tenant §4.5). The emulator keeps the text that a client has sent;
// these types are for reading it.
type Schema struct {
	Version     string                `json:"version"`
	Rules       []Rule                `json:"synchronizationRules"`
	Directories []DirectoryDefinition `json:"directories"`
}

// Rule is a synchronization rule: the mappings between two directories.
type Rule struct {
	ContainerFilter any             `json:"containerFilter"`
	Editable        bool            `json:"editable"`
	GroupFilter     any             `json:"groupFilter"`
	ID              string          `json:"id"`
	Name            string          `json:"name"`
	Priority        int             `json:"priority"`
	Source          string          `json:"sourceDirectoryName"`
	Target          string          `json:"targetDirectoryName"`
	Metadata        []entry         `json:"metadata"`
	Mappings        []ObjectMapping `json:"objectMappings"`
}

// entry is a key with its value.
type entry struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// ObjectMapping is how objects of a type are synchronized.
type ObjectMapping struct {
	Enabled    bool               `json:"enabled"`
	FlowTypes  string             `json:"flowTypes"`
	Name       *string            `json:"name"`
	Scope      *Filter            `json:"scope"`
	Source     string             `json:"sourceObjectName"`
	Target     string             `json:"targetObjectName"`
	Metadata   []entry            `json:"metadata"`
	Attributes []AttributeMapping `json:"attributeMappings"`
}

// AttributeMapping is how one attribute of the target gets its value.
type AttributeMapping struct {
	Default          *string        `json:"defaultValue"`
	ExportMissing    bool           `json:"exportMissingReferences"`
	FlowBehavior     string         `json:"flowBehavior"`
	FlowType         string         `json:"flowType"`
	MatchingPriority int            `json:"matchingPriority"`
	Target           string         `json:"targetAttributeName"`
	Source           *MappingSource `json:"source"`
}

// MappingSource is the value of a mapping.
type MappingSource struct {
	Expression string         `json:"expression"`
	Name       string         `json:"name"`
	Type       string         `json:"type"`
	Parameters []mappingParam `json:"parameters"`
}

type mappingParam struct {
	Key   string        `json:"key"`
	Value MappingSource `json:"value"`
}

// Filter limits the objects of a mapping: one of its groups has to accept an
// object, each clause of a group has to hold.
type Filter struct {
	Categories []FilterGroup `json:"categoryFilterGroups"`
	Groups     []FilterGroup `json:"groups"`
	Inputs     []FilterGroup `json:"inputFilterGroups"`
}

// FilterGroup is one named filter.
type FilterGroup struct {
	Name    string   `json:"name"`
	Clauses []Clause `json:"clauses"`
}

// Clause is a condition on one attribute.
type Clause struct {
	Operator string  `json:"operatorName"`
	Source   string  `json:"sourceOperandName"`
	Target   Operand `json:"targetOperand"`
}

// Operand are the values of a clause.
type Operand struct {
	Values []string `json:"values"`
}

// DirectoryDefinition is the definition of a directory: its objects and their attributes.
type DirectoryDefinition struct {
	ID                string             `json:"id"`
	Discoverabilities string             `json:"discoverabilities"`
	Discovered        any                `json:"discoveryDateTime"`
	Name              string             `json:"name"`
	ReadOnly          bool               `json:"readOnly"`
	Version           string             `json:"version"`
	Objects           []ObjectDefinition `json:"objects"`
}

// ObjectDefinition is a type of objects of a directory.
type ObjectDefinition struct {
	Metadata   []entry               `json:"metadata"`
	Name       string                `json:"name"`
	APIs       []string              `json:"supportedApis"`
	Attributes []AttributeDefinition `json:"attributes"`
}

// AttributeDefinition is an attribute of a type.
type AttributeDefinition struct {
	Anchor      bool               `json:"anchor"`
	Expressions []entry            `json:"apiExpressions"`
	CaseExact   bool               `json:"caseExact"`
	Default     *string            `json:"defaultValue"`
	FlowNulls   bool               `json:"flowNullValues"`
	Metadata    []entry            `json:"metadata"`
	Multivalued bool               `json:"multivalued"`
	Mutability  string             `json:"mutability"`
	Name        string             `json:"name"`
	References  []referencedObject `json:"referencedObjects"`
	Required    bool               `json:"required"`
	Type        string             `json:"type"`
}

type referencedObject struct {
	Name     string `json:"referencedObjectName"`
	Property any    `json:"referencedProperty"`
}

// parseSchema reads the text of a schema. Members that the types lack are left
// alone.
func parseSchema(text string) (Schema, error) {
	var s Schema
	err := json.Unmarshal([]byte(text), &s)
	return s, err
}

// mapping finds the mapping of a type of objects, and the rule that has it; nil if
// there is none.
func (s *Schema) mapping(object string) (*Rule, *ObjectMapping) {
	for i := range s.Rules {
		for j := range s.Rules[i].Mappings {
			if m := &s.Rules[i].Mappings[j]; m.Source == object && m.Target == object {
				return &s.Rules[i], m
			}
		}
	}
	return nil, nil
}

// The types of objects that cross-tenant synchronization maps.
const (
	objectUser  = "User"
	objectGroup = "Group"
)

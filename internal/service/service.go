package service

// Service is one of Microsoft's services, in the words of diagnostics.
type Service struct {
	// Name is the product, "Microsoft Graph". Short is what a sentence calls it,
	// "Graph".
	Name, Short string
	// Grant is how an application gets what a call needs.
	Grant Grant
}

// Grant is the way in which a service grants a permission:
//
//	The call needs the <Kind> <permission> in tenant "fabrikam" (<id>), <Terms>. <Afterwards>
type Grant struct {
	// Kind is what the permissions of the service are: "application permission" of
	// Graph, "Exchange role" of Exchange Online.
	Kind string
	// Terms are what the permission is granted with: the consent of an
	// administrator, or a second permission without which it has no effect. They
	// end the sentence and have no period.
	Terms string
	// Afterwards says when the permission takes effect, and what else can refuse
	// the call. It is made of whole sentences.
	Afterwards string
}

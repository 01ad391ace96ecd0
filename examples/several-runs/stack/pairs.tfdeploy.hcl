identity_token "entra" {
  audience = ["api://AzureADTokenExchange"]
}

locals {
  client_id = "00000000-0000-0000-0000-000000000000"
  contoso   = { tenant_id = "11111111-1111-4111-8111-111111111111" }
  fabrikam  = { tenant_id = "22222222-2222-4222-8222-222222222222" }
  northwind = { tenant_id = "33333333-3333-4333-8333-333333333333", cloud = "usgovernment" }
}

deployment "contoso_fabrikam" {
  inputs = {
    tenants        = { contoso = local.contoso, fabrikam = local.fabrikam }
    edges          = ["contoso->fabrikam", "fabrikam->contoso"]
    people         = [{ email = "eva.lind@contoso.example", home_tenant = "contoso", into = "fabrikam" }]
    write_share    = 0.5
    client_id      = local.client_id
    identity_token = identity_token.entra.jwt
  }
}

deployment "contoso_northwind" {
  inputs = {
    tenants        = { contoso = local.contoso, northwind = local.northwind }
    edges          = ["contoso->northwind"]
    people         = [{ email = "eva.lind@contoso.example", home_tenant = "contoso", into = "northwind" }]
    write_share    = 0.5
    client_id      = local.client_id
    identity_token = identity_token.entra.jwt
  }
}

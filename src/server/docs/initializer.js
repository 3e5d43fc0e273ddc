// The page says in which language it is; its document and what is tried from it are in the same.
window.onload = () => {
  const language = document.documentElement.lang;
  window.ui = SwaggerUIBundle({
    url: `../openapi.json?lang=${language}`,
    dom_id: "#swagger-ui",
    deepLinking: true,
    docExpansion: "none",
    persistAuthorization: true,
    validatorUrl: "none",
    requestInterceptor: (request) => {
      request.headers["Accept-Language"] = language;
      return request;
    },
  });
};
